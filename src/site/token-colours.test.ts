import { expect, test } from "vitest";
import { withSharedColours } from "./token-colours.ts";

const token = (colours: string, text: string): string => `<span style="${colours}">${text}</span>`;

test("each pair of colours becomes one class, and the text stays", () => {
  const code =
    token("--0:#111;--1:#eee", "const") + token("--0:#222;--1:#ddd", "x") + token("--0:#111;--1:#eee", "=");

  expect(withSharedColours(`<head></head><p>${code}</p>`)).toBe(
    "<head><style>.tk0{--0:#111;--1:#eee}.tk1{--0:#222;--1:#ddd}</style></head>" +
      '<p><span class="tk0">const</span><span class="tk1">x</span><span class="tk0">=</span></p>',
  );
});

test("a page without code is left as it is, and so is any other style", () => {
  const html = '<head></head><p><span style="color: red">text</span></p>';

  expect(withSharedColours(html)).toBe(html);
});
