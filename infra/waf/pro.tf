# Written by `npm run waf` from src/grove/contracts/edge-rules.ts.
# Rate limiting rules for Cloudflare's plan Pro, compiled: change the policy, not this file.
# Not here, uploads: it matches on http.request.method, Pro does not.
# Not here, ai: Pro has room for 2, taken by those before it.

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
        period              = 60
        requests_per_period = 50
        mitigation_timeout  = 300
      }
    },
  ]
}
