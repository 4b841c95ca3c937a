# Written by `npm run waf` from src/grove/contracts/edge-rules.ts.
# Rate limiting rules for Cloudflare's plan Free, compiled: change the policy, not this file.
# Not here, auth: Free has room for 1, taken by those before it.
# Not here, uploads: it matches on http.request.method, Free does not.
# Not here, ai: Free has room for 1, taken by those before it.

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

data "cloudflare_zone" "this" {
  zone_id = var.zone_id
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
      expression  = "starts_with(http.request.uri.path, \"/\")"
      action      = "block"
      ratelimit = {
        characteristics     = ["cf.colo.id", "ip.src"]
        period              = 10
        requests_per_period = 1000
        mitigation_timeout  = 10
      }
    },
  ]

  lifecycle {
    precondition {
      condition     = data.cloudflare_zone.this.name == var.base_domain
      error_message = "This plan cannot match on hosts, so the rules count every host of the zone: base_domain must be the zone itself."
    }
  }
}
