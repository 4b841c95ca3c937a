import type { StatementOutcome } from "#grove/contracts/statement";
import { html, nothing, type TemplateResult } from "lit";
import type { Rewriting } from "./rewriting.ts";
import { SAMPLE, type TenantName } from "./rows.ts";

/** One sentence on what becomes of a statement, for who cannot see it. */
export function verdictOn(rewriting: Rewriting): string {
  if (rewriting.kind === "refused") return `Refused at character ${rewriting.offset}: ${rewriting.reason}.`;
  const { tables } = rewriting;
  return tables.length === 0 ? "Rewritten. It opens no table." : `Rewritten. It opens ${tables.join(", ")}.`;
}

/** What is run in the statement's place, or why nothing is, with the place marked. */
export function drawRewriting(rewriting: Rewriting, source: string): TemplateResult {
  if (rewriting.kind === "scoped") {
    return html`<pre class="answer" data-kind="allowed">${rewriting.sql}</pre>`;
  }
  const { offset } = rewriting;
  const [, word = ""] = /^(\S[\w$]*|)/.exec(source.slice(offset)) ?? [];
  return html`<pre class="answer" data-kind="refused">
${source.slice(0, offset)}<mark>${word || " "}</mark>${source.slice(offset + word.length)}</pre>`;
}

/** The rows that a statement may see in each table that it opens, beside those that it may not. */
export function drawTables(rewriting: Rewriting, tenant: TenantName): TemplateResult {
  if (rewriting.kind === "refused") return html`<p class="where">The database is not asked.</p>`;
  const { tables, parameters, hasTenant } = rewriting;
  const bound = hasTenant ? `Bound as ?${parameters + 1}: ${tenant}.` : "No tenant is bound.";
  return html`
    <p class="where">${bound}</p>
    <div class="tables">
      ${tables.map(
        (name) => html`
          <div class="table">
            <p class="name">${name}</p>
            <ul aria-label="Rows of ${name}">
              ${(SAMPLE[name] ?? []).map((row) => drawRow(row.says, row.tenant, row.tenant === tenant))}
            </ul>
          </div>
        `,
      )}
    </div>
  `;
}

function drawRow(says: string, tenant: string, isOwn: boolean): TemplateResult {
  const note = isOwn ? nothing : html`<span class="hidden">, out of reach</span>`;
  return html`<li class=${isOwn ? "own" : "other"}>${tenant}: ${says}${note}</li>`;
}

/** What the database answered. */
export function drawOutcome({ rows, tables }: StatementOutcome): TemplateResult {
  const columns = Object.keys(rows[0] ?? {});
  return html`
    <p class="where">Tables opened: ${tables.length === 0 ? "none" : tables.join(", ")}.</p>
    ${
      rows.length === 0
        ? nothing
        : html`<div class="scroll" role="region" aria-label="Rows" tabindex="0">
            <table>
              <thead>
                <tr>
                  ${columns.map((name) => html`<th scope="col">${name}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  (row) =>
                    html`<tr>
                      ${columns.map((name) => html`<td>${text(row[name])}</td>`)}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  `;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
