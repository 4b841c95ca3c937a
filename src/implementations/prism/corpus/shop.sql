-- A shop, by hand and by Kysely. Own text.

-- # Tables
CREATE TABLE products (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL, sku TEXT NOT NULL, name TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price >= 0), stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0),
  category_id TEXT, attributes TEXT NOT NULL DEFAULT '{}', active INTEGER NOT NULL DEFAULT 1, deleted_at INTEGER,
  PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, sku),
  FOREIGN KEY (tenant_id, category_id) REFERENCES categories (tenant_id, id)
) STRICT;
CREATE INDEX products_by_category ON products (tenant_id, category_id, price) WHERE deleted_at IS NULL;
CREATE TABLE categories (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL, parent_id TEXT, name TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE TABLE customers (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL, email TEXT NOT NULL, name TEXT NOT NULL,
  country TEXT NOT NULL DEFAULT 'NL', credit REAL NOT NULL DEFAULT 0.0, PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, email)
) STRICT;
CREATE TABLE orders (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL, customer_id TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open',
  total INTEGER NOT NULL DEFAULT 0, placed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
) STRICT;
CREATE INDEX orders_by_time ON orders (tenant_id, placed_at);
CREATE TABLE order_lines (
  tenant_id TEXT NOT NULL, order_id TEXT NOT NULL, line INTEGER NOT NULL, product_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0), price INTEGER NOT NULL, PRIMARY KEY (tenant_id, order_id, line),
  FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, product_id) REFERENCES products (tenant_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE carts (
  tenant_id TEXT NOT NULL, customer_id TEXT NOT NULL, product_id TEXT NOT NULL, quantity INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, customer_id, product_id)
) STRICT;

-- # Rows
INSERT INTO categories (id, parent_id, name, position) VALUES ('g', NULL, 'Garden of §', 1), ('g1', 'g', 'Seeds of §', 1), ('g2', 'g', 'Tools', 2);
INSERT INTO products (id, sku, name, price, stock, category_id, attributes, active) VALUES
  ('s1', 'SEED-1', 'Seeds by §', 250, 40, 'g1', '{"colour":"green","of":"§"}', 1),
  ('s2', 'SEED-2', 'More seeds', 350, 0, 'g1', '{"colour":"red"}', 1),
  ('t1', 'TOOL-1', 'A spade of §', 2500, 5, 'g2', '{"weight":1.5}', 1),
  ('x1', 'OLD-§', 'Gone', 100, 0, NULL, '{}', 0);
INSERT INTO customers (id, email, name, country, credit) VALUES ('c1', 'ada@example.test', 'Ada of §', 'NL', 10.5), ('c2', 'bo@example.test', 'Bo', 'BE', 0.0);
INSERT INTO orders (id, customer_id, status, total, placed_at) VALUES
  ('o1', 'c1', 'paid', 3000, '2026-01-05 10:00:00'), ('o2', 'c1', 'open', 0, '2026-01-20 11:00:00'), ('o3', 'c2', 'paid', 250, '2026-02-02 12:00:00');
INSERT INTO order_lines (order_id, line, product_id, quantity, price) VALUES ('o1', 1, 's1', 2, 250), ('o1', 2, 't1', 1, 2500), ('o2', 1, 's2', 1, 350), ('o3', 1, 's1', 1, 250);
INSERT INTO carts (customer_id, product_id, quantity) VALUES ('c1', 's1', 3), ('c2', 't1', 1);

-- # Statements
-- products of a category: ["g1", 20, 0]
SELECT id, sku, name, price FROM products WHERE category_id = ? AND active = 1 AND deleted_at IS NULL ORDER BY price, name LIMIT ? OFFSET ?;

-- a page and how many there are in all: [2]
SELECT id, name, count(*) OVER () AS found FROM products WHERE deleted_at IS NULL ORDER BY name LIMIT ?;

-- products between two prices: [200, 400]
SELECT sku, price FROM products WHERE price BETWEEN ? AND ? ORDER BY sku;

-- a filter with three switches: [null, null, "green", "green", null, null]
SELECT id FROM products WHERE (? IS NULL OR category_id = ?) AND (? IS NULL OR attributes ->> 'colour' = ?) AND (? IS NULL OR price < ?);

-- products by an attribute: ["$.colour", "red"]
SELECT name FROM products WHERE json_extract(attributes, ?) = ?;

-- every attribute that there is
SELECT DISTINCT j.key FROM products p, json_each(p.attributes) j ORDER BY j.key;

-- the tree of categories
WITH RECURSIVE tree AS (
  SELECT id, name, parent_id, 0 AS level FROM categories WHERE parent_id IS NULL UNION ALL
  SELECT c.id, c.name, c.parent_id, tree.level + 1 FROM categories c INNER JOIN tree ON tree.id = c.parent_id
  ORDER BY 4 DESC, 2 ) SELECT substr('    ', 1, level * 2) || name AS name FROM tree;

-- a category and all above it: ["g1"]
WITH RECURSIVE up (id, parent_id, name, n) AS (
  SELECT id, parent_id, name, 0 FROM categories WHERE id = ?
  UNION SELECT c.id, c.parent_id, c.name, n + 1 FROM categories c, up WHERE c.id = up.parent_id
) SELECT name FROM up ORDER BY n DESC;

-- products of a category and of all below it: ["g"]
SELECT p.name FROM products p WHERE p.category_id IN (
  WITH RECURSIVE below (id) AS (VALUES (?) UNION SELECT c.id FROM categories c JOIN below ON c.parent_id = below.id) SELECT id FROM below
) ORDER BY p.name;

-- categories with how many products each has
SELECT c.name, (SELECT count(*) FROM products p WHERE p.category_id = c.id AND p.active) AS n FROM categories c ORDER BY c.position, c.name;
-- a cart: ["c1"]
SELECT p.id, p.name, p.price, c.quantity, p.price * c.quantity AS amount, p.stock >= c.quantity AS available
FROM carts c JOIN products p ON p.id = c.product_id WHERE c.customer_id = ?;
-- what a cart comes to: ["c1"]
SELECT total(p.price * c.quantity) AS amount, coalesce(sum(c.quantity), 0) AS pieces FROM carts c JOIN products p ON c.product_id = p.id WHERE c.customer_id = ?;
-- one more in the cart: ["c1", "s1"]
INSERT INTO carts (customer_id, product_id, quantity) VALUES (?, ?, 1)
ON CONFLICT (tenant_id, customer_id, product_id) DO UPDATE SET quantity = quantity + 1 RETURNING quantity;
-- one fewer in the cart: ["c1", "s1"]
UPDATE carts SET quantity = max(quantity - 1, 0) WHERE customer_id = ? AND product_id = ? RETURNING *;
-- the cart is emptied: ["c1"]
DELETE FROM carts WHERE customer_id = ?;

-- stock is taken if there is enough: [2, "s1", 2]
UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ? RETURNING stock;

-- stock is taken for a whole cart: ["c1"]
UPDATE products SET stock = stock - c.quantity FROM carts AS c WHERE c.product_id = products.id AND c.customer_id = ? AND products.stock >= c.quantity;

-- an order is placed: ["o9", "c1", "2026-03-01 09:00:00"]
INSERT INTO orders (id, customer_id, placed_at) VALUES (?, ?, ?) RETURNING id, status, total;

-- its lines come from the cart: ["o2", "c1"]
INSERT INTO order_lines (order_id, line, product_id, quantity, price)
SELECT ?, 10 + row_number() OVER (ORDER BY p.id), p.id, c.quantity, p.price
FROM carts c JOIN products p ON p.id = c.product_id WHERE c.customer_id = ?;

-- its total is that of its lines: ["o2"]
UPDATE orders SET total = (SELECT sum(quantity * price) FROM order_lines WHERE order_id = orders.id) WHERE id = ?;

-- orders with their customers and lines: ["paid"]
SELECT o.id, c.name, o.total, group_concat(p.sku || ' × ' || l.quantity, ', ') AS lines
FROM orders o JOIN customers c ON c.id = o.customer_id JOIN order_lines l ON l.order_id = o.id
JOIN products p ON p.id = l.product_id WHERE o.status = ? GROUP BY o.id ORDER BY o.id;

-- an order as one document: ["o1"]
SELECT json_object('id', o.id, 'customer', json_object('name', c.name, 'email', c.email), 'lines', (
  SELECT json_group_array(json_object('sku', p.sku, 'quantity', l.quantity)) FROM order_lines l JOIN products p ON p.id = l.product_id WHERE l.order_id = o.id
)) AS document FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = ?;

-- orders of a month: ["2026-01"]
SELECT id, total FROM orders WHERE substr(placed_at, 1, 7) = ? ORDER BY placed_at;

-- orders of the last so many days before a day: ["2026-02-10", "-30 days"]
SELECT id FROM orders WHERE date(placed_at) >= date(?, ?) ORDER BY id;

-- what was sold by month, and how that grew
SELECT month, amount, amount - lag(amount, 1, 0) OVER (ORDER BY month) AS growth FROM (
  SELECT strftime('%Y-%m', placed_at) AS month, sum(total) AS amount FROM orders WHERE status = 'paid' GROUP BY month
);

-- what sells best: [3]
SELECT p.name, sum(l.quantity) AS sold FROM order_lines l JOIN products p ON p.id = l.product_id GROUP BY p.id HAVING sum(l.quantity) >= 1 ORDER BY sold DESC, p.name LIMIT ?;

-- what sells best in each category
SELECT category, name, sold FROM (
  SELECT c.name AS category, p.name, sum(l.quantity) AS sold, rank() OVER (PARTITION BY c.id ORDER BY sum(l.quantity) DESC) AS place
  FROM order_lines l JOIN products p ON p.id = l.product_id JOIN categories c ON c.id = p.category_id GROUP BY c.id, p.id
) WHERE place = 1 ORDER BY category, name;

-- what was never sold
SELECT p.sku FROM products p LEFT JOIN order_lines l ON l.product_id = p.id WHERE l.order_id IS NULL ORDER BY p.sku;

-- what was never sold, by difference
SELECT id FROM products EXCEPT SELECT product_id FROM order_lines ORDER BY id;

-- bought together with: ["s1"]
SELECT y.product_id, count(*) AS times FROM order_lines x JOIN order_lines y ON x.order_id = y.order_id AND x.product_id <> y.product_id WHERE x.product_id = ? GROUP BY y.product_id ORDER BY times DESC;

-- customers by what they spent
SELECT c.name, count(o.id) AS orders, ifnull(sum(o.total), 0) AS spent, round(avg(o.total), 2) AS average
FROM customers c LEFT OUTER JOIN orders o ON o.customer_id = c.id AND o.status = 'paid' GROUP BY c.id ORDER BY spent DESC;

-- customers in quarters by what they spent
SELECT customer_id, spent, ntile(4) OVER (ORDER BY spent) AS quarter FROM (SELECT customer_id, sum(total) AS spent FROM orders GROUP BY customer_id) ORDER BY customer_id;

-- the first order of each customer
SELECT DISTINCT customer_id, first_value(id) OVER (PARTITION BY customer_id ORDER BY placed_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS first FROM orders ORDER BY customer_id;

-- a running total
SELECT id, placed_at, sum(total) OVER (ORDER BY placed_at ROWS UNBOUNDED PRECEDING) AS so_far FROM orders;

-- orders by status, across
SELECT customer_id, sum(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS paid, count(*) FILTER (WHERE status = 'open') AS open FROM orders GROUP BY customer_id;

-- a customer is made or found: ["c9", "ada@example.test", "Ada"]
INSERT INTO customers (id, email, name) VALUES (?, ?, ?) ON CONFLICT (tenant_id, email) DO UPDATE SET name = excluded.name WHERE excluded.name <> customers.name RETURNING id;

-- prices are raised by a share: [1.1, "g1"]
UPDATE products SET price = CAST(round(price * ?) AS INTEGER) WHERE category_id = ? AND active IS TRUE;

-- a price list is read in: ["[{\"sku\":\"SEED-1\",\"price\":275},{\"sku\":\"TOOL-1\",\"price\":2600}]"]
WITH list AS (SELECT value ->> 'sku' AS sku, value ->> 'price' AS price FROM json_each(?))
UPDATE products SET price = (SELECT price FROM list WHERE list.sku = products.sku) WHERE sku IN (SELECT sku FROM list) RETURNING sku, price;

-- products are read in or changed: ["[{\"id\":\"n1\",\"sku\":\"SEED-1\",\"name\":\"Renamed\",\"price\":1}]"]
INSERT INTO products (id, sku, name, price)
SELECT value ->> '$.id', value ->> '$.sku', value ->> '$.name', value ->> '$.price' FROM json_each(?) WHERE true
ON CONFLICT (tenant_id, sku) DO UPDATE SET name = excluded.name, price = excluded.price;

-- a product is put away: [1700000000, "s2"]
UPDATE products SET deleted_at = ?, active = NOT active WHERE id = ?;

-- attributes are merged: ["{\"colour\":null,\"size\":3}", "s1"]
UPDATE products SET attributes = json_patch(attributes, ?) WHERE id = ? RETURNING attributes;

-- old open orders are closed: ["2026-02-01"]
UPDATE orders SET (status, total) = ('cancelled', 0) WHERE status = 'open' AND placed_at < ?;

-- an order is removed with its lines: ["o1"]
DELETE FROM orders WHERE id = ? AND status <> 'shipped';

-- lines without stock are removed: ["o2"]
DELETE FROM order_lines AS l WHERE l.order_id = ? AND EXISTS (SELECT 1 FROM products p WHERE p.id = l.product_id AND p.stock = 0);

-- Kysely: select: ["%seed%", 10]
select "id", "name" as "title" from "products" where "name" like ? order by "name" asc limit ?;

-- Kysely: joins with aliases: ["o1"]
select "o"."id", "c"."email", "c"."name" as "customer" from "orders" as "o" inner join "customers" as "c" on "c"."id" = "o"."customer_id" where "o"."id" = ?;

-- Kysely: a tuple: ["c1", "paid", "c2", "paid"]
select "id" from "orders" where ("customer_id", "status") in ((values (?, ?), (?, ?))) order by "id";

-- Kysely: nested arrays in JSON
select "id", (select coalesce(json_group_array(json_object('line', "agg"."line", 'quantity', "agg"."quantity")), '[]') from (select "line", "quantity" from "order_lines" where "order_lines"."order_id" = "orders"."id") as "agg") as "lines" from "orders" order by "id";

-- Kysely: a nested object in JSON
select "id", (select json_object('id', "obj"."id", 'name', "obj"."name") from (select "id", "name" from "customers" where "customers"."id" = "orders"."customer_id") as "obj") as "customer" from "orders" order by "id" desc;

-- Kysely: insert: ["k1", "K-1", "Kept", 100]
insert into "products" ("id", "sku", "name", "price") values (?, ?, ?, ?) returning *;

-- Kysely: insert or nothing: ["c2", "s1"]
insert or ignore into "carts" ("customer_id", "product_id") values (?, ?);

-- Kysely: upsert: ["c1", "t1", 2, 2]
insert into "carts" ("customer_id", "product_id", "quantity") values (?, ?, ?) on conflict ("tenant_id", "customer_id", "product_id") do update set "quantity" = "carts"."quantity" + ?;

-- Kysely: insert from a selection: ["c2", "c1"]
insert into "carts" ("customer_id", "product_id", "quantity") select ? as "customer_id", "product_id", "quantity" from "carts" where "customer_id" = ?;

-- Kysely: update from: [0, "g2"]
update "products" set "active" = ? from "categories" where "categories"."id" = "products"."category_id" and "categories"."id" = ?;

-- Kysely: delete and return: ["c2"]
delete from "carts" where "customer_id" = ? returning "product_id", "quantity";

-- Kysely: exists: [1000]
select "name" from "customers" where exists (select "orders"."id" from "orders" where "orders"."customer_id" = "customers"."id" and "orders"."total" > ?);

-- Kysely: with and a union: ["open", "paid"]
with "wanted" as (select "id", "total" from "orders" where "status" = ? union all select "id", "total" from "orders" where "status" = ?) select max("total") as "most", count(*) as "n" from "wanted";

-- Kysely: case and coalesce: [500, "dear", "cheap"]
select "sku", case when "price" > ? then ? else ? end as "kind", coalesce("category_id", 'none') as "category" from "products" order by "sku";

-- Kysely: between, not, distinct: [100, 400, "OLD"]
select distinct "category_id" from "products" where "price" between ? and ? and not "sku" = ? and "category_id" is not null;
