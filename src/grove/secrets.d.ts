/** What wrangler.toml does not name: a deployed Worker has a secret only where somebody has set it. */
interface Secrets {
  /** What sessions are sealed with, newest first: `id:key,id:key`, each key 32 random bytes as base64url. */
  readonly SESSION_KEYS?: string;
  /** Who may read and lift what is held against users: `name:key,name:key`, each key 32 random bytes as base64url. */
  readonly OPERATOR_KEYS?: string;
  /** "allowed" only where the Worker is served on a machine for development, or tested: then a user id is proof enough. */
  readonly DEVELOPMENT_SIGN_IN?: string;
}

interface Env extends Secrets {}

declare namespace Cloudflare {
  interface Env extends Secrets {}
}
