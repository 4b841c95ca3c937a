/**
 * The right to act for one tenant: whoever holds it reaches that tenant's data, and nothing else is needed or helps. It is
 * made where a request's host is read, and handed on; an object that merely looks like one opens nothing.
 */
export class Tenant {
  readonly #id: string;

  private constructor(id: string) {
    this.#id = id;
    Object.freeze(this);
  }

  // #region admit
  /** For the one place that knows whose a request is. Throws a TypeError for an id that no tenant may have. */
  static admit(id: string): Tenant {
    if (id === "" || id.includes("\0") || !id.isWellFormed()) {
      throw new TypeError(`Admit a tenant: ${JSON.stringify(id)} is no id`);
    }
    return new Tenant(id);
  }

  /** The id that a tenant was admitted with. Throws a TypeError for what was not. */
  static idOf(tenant: Tenant): string {
    if (typeof tenant === "object" && #id in tenant) return tenant.#id;
    throw new TypeError("Act for a tenant: this was never admitted");
  }
  // #endregion admit

  get id(): string {
    return this.#id;
  }
}
