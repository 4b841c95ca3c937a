import { clock, newPost, newTenant, request } from "#specs/fixtures";
import { expect, test } from "vitest";

const BROWSER = { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

test("a blog without posts says so", async () => {
  const garden = await newTenant({ displayName: "Bare & <Bold>" });
  const page = await (await request(garden, "/")).text();

  expect(page).toContain("Nothing is published here yet");
  expect(page).toContain("<h1>Bare &amp; &lt;Bold&gt;</h1>");
});

test("the first page lists what is published, newest first, and nothing else", async () => {
  const garden = await newTenant();
  await newPost(garden, { title: "Older", publishedAt: Date.UTC(2026, 0, 1) });
  await newPost(garden, { title: "Newer", publishedAt: Date.UTC(2026, 1, 1) });
  await newPost(garden, { title: "Unfinished", status: "draft" });
  await newPost(garden, { title: "Withdrawn", status: "archived" });

  const page = await (await request(garden, "/")).text();

  expect(page.indexOf("Newer")).toBeLessThan(page.indexOf("Older"));
  expect(page).toContain('<time datetime="2026-02-01">1 February 2026</time>');
  expect(page).not.toMatch(/Unfinished|Withdrawn/);
});

test("more posts than fit are on the next page", async () => {
  const garden = await newTenant();
  for (let day = 1; day <= 21; day++) {
    await newPost(garden, { title: `Day ${day}.`, publishedAt: Date.UTC(2026, 0, day) });
  }
  const first = await (await request(garden, "/")).text();
  const second = await (await request(garden, "/?page=2")).text();

  expect(first).toContain('href="/?page=2"');
  expect(first).not.toContain("Day 1.");
  expect(second).toContain("Day 1.");
  expect(second).not.toContain("?page=3");
  expect((await request(garden, "/?page=3")).status).toBe(404);
  expect((await request(garden, "/?page=-1")).status).toBe(404);
});

test("a post has its title, date, author, length, text, and its neighbours", async () => {
  const garden = await newTenant({ displayName: "Garden" });
  const [oldest, middle, newest] = [
    await newPost(garden, { title: "Oldest", publishedAt: Date.UTC(2026, 0, 1) }),
    await newPost(garden, {
      title: "Middle",
      publishedAt: Date.UTC(2026, 1, 1),
      markdown: `# Start\n\n${"word ".repeat(660)}`,
    }),
    await newPost(garden, { title: "Newest", publishedAt: Date.UTC(2026, 1, 1, 12) }),
  ];
  const answer = await request(garden, `/posts/${middle}`);
  const page = await answer.text();

  expect(answer.status).toBe(200);
  expect(page).toContain("<title>Middle · Garden</title>");
  expect(page.match(/<h1>/g)).toHaveLength(1);
  expect(page).toContain("<h2>Start</h2>");
  expect(page).toContain("by Test Owner, 3 min read");
  expect(page).toContain(`href="/posts/${oldest}" rel="prev"`);
  expect(page).toContain(`href="/posts/${newest}" rel="next"`);
});

test("a draft's address is nobody's", async () => {
  const garden = await newTenant();
  const draft = await newPost(garden, { status: "draft" });

  expect((await request(garden, `/posts/${draft}`)).status).toBe(404);
});

test("a post is seen from the moment that it is published at, and not before", async () => {
  const noon = Date.UTC(2026, 10, 21, 12);
  clock.set(noon - 1);
  const garden = await newTenant();
  const today = await newPost(garden, { title: "Today", publishedAt: noon - 1 });
  const tomorrow = await newPost(garden, { title: "Tomorrow", publishedAt: noon });
  const read = async () => {
    const paths = ["/", "/feed.xml", `/posts/${today}`, `/posts/${tomorrow}`];
    const answers = await Promise.all(paths.map(async (path) => await request(garden, path)));
    return {
      last: answers.at(-1)!.status,
      text: (await Promise.all(answers.map(async (a) => await a.text()))).slice(0, 3),
    };
  };

  const before = await read();
  expect(before.last).toBe(404);
  expect(before.text.join()).not.toMatch(/Tomorrow/);

  clock.advance(1);
  const after = await read();
  expect(after.last).toBe(200);
  expect(after.text.every((text) => text.includes("Tomorrow"))).toBe(true);
});

test("a wrong address is a page for a browser and a problem for a program", async () => {
  const garden = await newTenant();
  const forReader = await request(garden, "/no/such/page", BROWSER);
  const forProgram = await request(garden, "/no/such/page");

  expect(forReader.status).toBe(404);
  expect(await forReader.text()).toContain("<h1>There is nothing here</h1>");
  expect(forProgram.status).toBe(404);
  expect(forProgram.headers.get("content-type")).toBe("application/problem+json");
});

test("one tenant's posts are not another's", async () => {
  const [mine, yours] = [await newTenant(), await newTenant()];
  await newPost(mine, { slug: "shared-name", title: "Mine alone" });
  await newPost(yours, { slug: "shared-name", title: "Yours alone" });
  const secret = await newPost(mine, { title: "Only mine" });

  const [home, post, feed] = await Promise.all(
    ["/", "/posts/shared-name", "/feed.xml"].map(async (path) => await (await request(yours, path)).text()),
  );

  expect(home + post! + feed!).toContain("Yours alone");
  expect(home + post! + feed!).not.toMatch(/Mine alone|Only mine/);
  expect((await request(yours, `/posts/${secret}`)).status).toBe(404);
});

test("neighbours are looked for in the same blog only", async () => {
  const [mine, yours] = [await newTenant(), await newTenant()];
  const alone = await newPost(mine, { publishedAt: Date.UTC(2026, 1, 1) });
  await newPost(yours, { publishedAt: Date.UTC(2026, 0, 1) });
  await newPost(yours, { publishedAt: Date.UTC(2026, 2, 1) });

  expect(await (await request(mine, `/posts/${alone}`)).text()).not.toContain("Other posts");
});

test("the feed is Atom, with whole posts", async () => {
  const garden = await newTenant({ displayName: "Salt & Soil" });
  const slug = await newPost(garden, {
    title: "Beans < peas",
    markdown: "A **strong** bean.\u0001",
    publishedAt: Date.UTC(2026, 0, 1),
  });
  const answer = await request(garden, "/feed.xml");
  const feed = await answer.text();

  expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  expect(feed).toContain("<title>Salt &amp; Soil</title>");
  expect(feed).toContain("<title>Beans &lt; peas</title>");
  expect(feed).toContain(`<link rel="alternate" type="text/html" href="${garden.origin}/posts/${slug}"/>`);
  expect(feed).toContain("A &lt;strong&gt;strong&lt;/strong&gt; bean.");
  expect(feed).not.toContain("\u0001");
});

test("an unchanged page is not sent again", async () => {
  const garden = await newTenant();
  const first = await request(garden, "/");
  const again = await request(garden, "/", { headers: { "If-None-Match": first.headers.get("etag")! } });
  await newPost(garden);
  const changed = await request(garden, "/", { headers: { "If-None-Match": first.headers.get("etag")! } });

  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  expect(again.status).toBe(304);
  expect(again.headers.get("ratelimit")).toContain('"requests"');
  expect(changed.status).toBe(200);
});

test("HEAD is answered like GET, without the body", async () => {
  const garden = await newTenant();
  const answer = await request(garden, "/", { method: "HEAD" });

  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(await answer.text()).toBe("");
});

test("what a page cannot do is refused, and what it can is named", async () => {
  const garden = await newTenant();
  const answer = await request(garden, "/posts/any", { method: "DELETE" });

  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, HEAD");
});

test("the stylesheet is counted against nobody", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const garden = await newTenant();
  for (let sent = 0; sent < 101; sent++) await request(garden, "/");
  const style = await request(garden, "/style.css");

  expect((await request(garden, "/")).status).toBe(429);
  expect(style.status).toBe(200);
  expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
});
