const button = document.querySelector<HTMLButtonElement>(".page-actions button");
const link = document.querySelector<HTMLAnchorElement>(".page-actions a");
const answer = document.querySelector(".page-actions span");

if (button && link && answer && "clipboard" in navigator) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    answer.textContent = "";
    // Handed over before it is there: once it has been waited for, Safari no longer sees the reader's click.
    const text = read(link.href);
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
      answer.textContent = button.dataset["copied"] ?? "";
    } catch {
      answer.textContent = button.dataset["failed"] ?? "";
    }
  });
}

async function read(address: string): Promise<Blob> {
  const answered = await fetch(address);
  if (!answered.ok) throw new Error(`${address} answered ${answered.status}`);
  return new Blob([await answered.text()], { type: "text/plain" });
}
