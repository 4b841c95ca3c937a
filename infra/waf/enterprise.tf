# Written by `npm run waf` from src/grove/contracts/edge-rules.ts.
# Rate limiting rules for Cloudflare's plan Enterprise, compiled: change the policy, not this file.

terraform {
  required_version = ">= 1.5"
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.22"
    }
  }
}

variable "zone_id" {
  type        = string
  description = "The zone's id, from its overview in Cloudflare's dashboard."
  validation {
    condition     = can(regex("^[0-9a-f]{32}$", var.zone_id))
    error_message = "zone_id must be 32 hexadecimal digits."
  }
}

variable "base_domain" {
  type        = string
  description = "The Worker's BASE_DOMAIN."
  validation {
    condition     = can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+$", var.base_domain))
    error_message = "base_domain must be a domain in lower case, without a scheme, a port or a last dot."
  }
}

resource "cloudflare_ruleset" "threshold" {
  zone_id = var.zone_id
  name    = "Threshold"
  kind    = "zone"
  phase   = "http_ratelimit"
  rules = [
    {
      ref         = "general"
      description = "general: 1000 in 60 s for each address"
      expression  = "(lower(http.host) eq \"${var.base_domain}\" or ends_with(lower(http.host), \".${var.base_domain}\"))"
      action      = "block"
      action_parameters = {
        response = {
          status_code  = 429
          content_type = "application/json"
          content      = "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"title\":\"Too many requests\",\"status\":429,\"detail\":\"Your address has sent more than 1000 requests in a minute.\",\"violated-policies\":[\"general\"],\"retryAfter\":60}"
        }
      }
      ratelimit = {
        characteristics     = ["cf.colo.id", "ip.src"]
        period              = 60
        requests_per_period = 1000
        mitigation_timeout  = 60
      }
    },
    {
      ref         = "auth"
      description = "auth: 50 in 300 s for each address"
      expression  = "(lower(http.host) eq \"${var.base_domain}\" or ends_with(lower(http.host), \".${var.base_domain}\")) and (http.request.uri.path eq \"/api/session\" or starts_with(http.request.uri.path, \"/api/session/\"))"
      action      = "block"
      action_parameters = {
        response = {
          status_code  = 429
          content_type = "application/json"
          content      = "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"title\":\"Too many requests\",\"status\":429,\"detail\":\"Your address has signed in or out more than 50 times in five minutes.\",\"violated-policies\":[\"auth\"],\"retryAfter\":300}"
        }
      }
      ratelimit = {
        characteristics     = ["cf.colo.id", "ip.src"]
        period              = 300
        requests_per_period = 50
        mitigation_timeout  = 300
      }
    },
    {
      ref         = "uploads"
      description = "uploads: 100 in 3600 s for each address"
      expression  = "(lower(http.host) eq \"${var.base_domain}\" or ends_with(lower(http.host), \".${var.base_domain}\")) and (http.request.uri.path eq \"/api/upload\" or starts_with(http.request.uri.path, \"/api/upload/\") or http.request.uri.path eq \"/api/images\" or starts_with(http.request.uri.path, \"/api/images/\") or http.request.uri.path eq \"/api/media\" or starts_with(http.request.uri.path, \"/api/media/\")) and http.request.method in {\"POST\" \"PUT\" \"PATCH\" \"DELETE\"}"
      action      = "block"
      action_parameters = {
        response = {
          status_code  = 429
          content_type = "application/json"
          content      = "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"title\":\"Too many requests\",\"status\":429,\"detail\":\"Your address has sent more than 100 uploads in an hour.\",\"violated-policies\":[\"uploads\"],\"retryAfter\":3600}"
        }
      }
      ratelimit = {
        characteristics     = ["cf.colo.id", "ip.src"]
        period              = 3600
        requests_per_period = 100
        mitigation_timeout  = 3600
      }
    },
    {
      ref         = "ai"
      description = "ai: 500 in 86400 s for each address"
      expression  = "(lower(http.host) eq \"${var.base_domain}\" or ends_with(lower(http.host), \".${var.base_domain}\")) and (http.request.uri.path eq \"/api/ai\" or starts_with(http.request.uri.path, \"/api/ai/\") or http.request.uri.path eq \"/api/wisp\" or starts_with(http.request.uri.path, \"/api/wisp/\"))"
      action      = "block"
      action_parameters = {
        response = {
          status_code  = 429
          content_type = "application/json"
          content      = "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"title\":\"Too many requests\",\"status\":429,\"detail\":\"Your address has asked more than 500 times for what a model answers in a day.\",\"violated-policies\":[\"ai\"],\"retryAfter\":65535}"
        }
      }
      ratelimit = {
        characteristics     = ["cf.colo.id", "ip.src"]
        period              = 65535
        requests_per_period = 500
        mitigation_timeout  = 3600
      }
    },
  ]
}
