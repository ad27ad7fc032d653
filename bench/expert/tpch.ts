import { rows, type Workload } from './workload.ts';

const parts = 8_000;
const suppliers = 500;
const customers = 7_500;
const orders = 75_000;

/** In the shape of TPC-H at a twentieth of its smallest scale, with data and queries of our own. */
export const tpch: Workload = {
  name: 'TPC-H shaped',
  schema: `
CREATE TABLE region (r_regionkey INTEGER PRIMARY KEY, r_name TEXT NOT NULL);
CREATE TABLE nation (n_nationkey INTEGER PRIMARY KEY, n_name TEXT NOT NULL, n_regionkey INTEGER NOT NULL);
CREATE TABLE supplier (s_suppkey INTEGER PRIMARY KEY, s_name TEXT NOT NULL, s_nationkey INTEGER NOT NULL, s_acctbal REAL);
CREATE TABLE part (p_partkey INTEGER PRIMARY KEY, p_name TEXT NOT NULL, p_mfgr TEXT, p_brand TEXT, p_type TEXT, p_size INTEGER, p_container TEXT, p_retailprice REAL);
CREATE TABLE partsupp (ps_partkey INTEGER, ps_suppkey INTEGER, ps_availqty INTEGER, ps_supplycost REAL, PRIMARY KEY (ps_partkey, ps_suppkey));
CREATE TABLE customer (c_custkey INTEGER PRIMARY KEY, c_name TEXT NOT NULL, c_nationkey INTEGER, c_phone TEXT, c_acctbal REAL, c_mktsegment TEXT);
CREATE TABLE orders (o_orderkey INTEGER PRIMARY KEY, o_custkey INTEGER, o_orderstatus TEXT, o_totalprice REAL, o_orderdate TEXT, o_orderpriority TEXT, o_clerk TEXT, o_comment TEXT);
CREATE TABLE lineitem (l_orderkey INTEGER, l_partkey INTEGER, l_suppkey INTEGER, l_linenumber INTEGER, l_quantity INTEGER, l_extendedprice REAL, l_discount REAL, l_tax REAL, l_returnflag TEXT, l_linestatus TEXT, l_shipdate TEXT, l_commitdate TEXT, l_receiptdate TEXT, l_shipmode TEXT, l_comment TEXT, PRIMARY KEY (l_orderkey, l_linenumber));
`,
  fill(insert, random) {
    insert(
      'region',
      rows(5, (n) => [n, `region ${n}`]),
    );
    insert(
      'nation',
      rows(25, (n) => [n, `nation ${n}`, 1 + (n % 5)]),
    );
    insert(
      'supplier',
      rows(suppliers, (n) => [n, `supplier#${n}`, random.int(1, 25), random.int(-99900, 999900) / 100]),
    );
    insert(
      'part',
      rows(parts, (n) => [
        n,
        random.words(4),
        `mfgr#${random.int(1, 5)}`,
        `brand#${random.int(1, 25)}`,
        `${random.pick(['small', 'medium', 'large', 'economy', 'promo'])} ${random.pick(['plated', 'brushed', 'polished'])} ${random.pick(['tin', 'steel', 'brass', 'copper'])}`,
        random.int(1, 50),
        `${random.pick(['sm', 'lg', 'med', 'jumbo'])} ${random.pick(['case', 'box', 'bag', 'drum'])}`,
        random.int(90000, 200000) / 100,
      ]),
    );
    insert(
      'partsupp',
      (function* () {
        for (let part = 1; part <= parts; part++)
          for (let at = 0; at < 4; at++)
            yield [
              part,
              1 + ((part + at * 125) % suppliers),
              random.int(1, 9999),
              random.int(100, 100000) / 100,
            ];
      })(),
    );
    insert(
      'customer',
      rows(customers, (n) => [
        n,
        `customer#${n}`,
        random.int(1, 25),
        `${random.int(10, 34)}-${random.int(100, 999)}-${random.int(1000, 9999)}`,
        random.int(-99900, 999900) / 100,
        random.pick(['building', 'automobile', 'machinery', 'household', 'furniture']),
      ]),
    );
    const dates: string[] = [];
    insert(
      'orders',
      rows(orders, (n) => {
        const date = random.day(2019, 2025);
        dates.push(date);
        return [
          n,
          random.int(1, customers),
          random.pick(['O', 'F', 'F', 'O', 'P']),
          random.int(100000, 50000000) / 100,
          date,
          random.pick(['1-urgent', '2-high', '3-medium', '4-not specified', '5-low']),
          `clerk#${random.int(1, 500)}`,
          random.words(6),
        ];
      }),
    );
    const later = (date: string, days: number): string =>
      new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
    insert(
      'lineitem',
      (function* () {
        for (let order = 1; order <= orders; order++) {
          const lines = random.int(1, 7);
          for (let line = 1; line <= lines; line++) {
            const part = random.int(1, parts);
            const date = dates[order - 1] as string;
            const ship = later(date, random.int(1, 121));
            yield [
              order,
              part,
              1 + ((part + random.int(0, 3) * 125) % suppliers),
              line,
              random.int(1, 50),
              random.int(90000, 10000000) / 100,
              random.int(0, 10) / 100,
              random.int(0, 8) / 100,
              random.pick(['R', 'A', 'N', 'N']),
              random.pick(['O', 'F']),
              ship,
              later(date, random.int(30, 90)),
              later(ship, random.int(1, 30)),
              random.pick(['air', 'ship', 'rail', 'truck', 'mail', 'fob', 'reg air']),
              random.words(3),
            ];
          }
        }
      })(),
    );
  },
  queries: [
    "SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice), avg(l_discount), count(*) FROM lineitem WHERE l_shipdate <= '2025-09-01' GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus",
    "SELECT s_acctbal, s_name, n_name, p_partkey FROM part, supplier, partsupp, nation, region WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND p_size = 15 AND p_type LIKE '%brass' AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'region 3' ORDER BY s_acctbal DESC, n_name, s_name LIMIT 100",
    "SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate FROM customer, orders, lineitem WHERE c_mktsegment = 'building' AND c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate < '2019-03-15' AND l_shipdate > '2019-03-15' GROUP BY l_orderkey, o_orderdate ORDER BY revenue DESC, o_orderdate LIMIT 10",
    "SELECT o_orderpriority, count(*) FROM orders WHERE o_orderdate >= '2021-07-01' AND o_orderdate < '2021-10-01' AND EXISTS (SELECT 1 FROM lineitem WHERE l_orderkey = o_orderkey AND l_commitdate < l_receiptdate) GROUP BY o_orderpriority ORDER BY o_orderpriority",
    "SELECT n_name, sum(l_extendedprice * (1 - l_discount)) AS revenue FROM customer, orders, lineitem, supplier, nation, region WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey AND c_nationkey = s_nationkey AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'region 2' AND o_orderdate >= '2022-01-01' AND o_orderdate < '2022-03-01' GROUP BY n_name ORDER BY revenue DESC",
    "SELECT sum(l_extendedprice * l_discount) FROM lineitem WHERE l_shipdate >= '2022-01-01' AND l_shipdate < '2022-03-01' AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24",
    "SELECT c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) AS revenue, c_acctbal FROM customer, orders, lineitem WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate >= '2023-10-01' AND o_orderdate < '2023-11-01' AND l_returnflag = 'R' GROUP BY c_custkey ORDER BY revenue DESC LIMIT 20",
    'SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value FROM partsupp, supplier WHERE ps_suppkey = s_suppkey AND s_nationkey = 7 GROUP BY ps_partkey HAVING sum(ps_supplycost * ps_availqty) > 1000 ORDER BY value DESC',
    "SELECT l_shipmode, count(*) FROM orders, lineitem WHERE o_orderkey = l_orderkey AND l_shipmode IN ('mail', 'ship') AND l_receiptdate >= '2022-01-01' AND l_receiptdate < '2022-02-01' GROUP BY l_shipmode ORDER BY l_shipmode",
    "SELECT sum(l_extendedprice * (1 - l_discount)) FROM lineitem, part WHERE p_partkey = l_partkey AND p_brand = 'brand#12' AND p_container = 'sm case' AND l_quantity BETWEEN 1 AND 11",
    "SELECT sum(l_extendedprice) / 7.0 FROM lineitem, part WHERE p_partkey = l_partkey AND p_brand = 'brand#23' AND p_container = 'med box' AND l_quantity < (SELECT 0.2 * avg(l2.l_quantity) FROM lineitem l2 WHERE l2.l_partkey = p_partkey)",
    'SELECT c_name, o_orderkey, o_orderdate, o_totalprice FROM customer, orders WHERE o_totalprice > 499000 AND c_custkey = o_custkey ORDER BY o_totalprice DESC LIMIT 100',
    "SELECT s_name FROM supplier, nation WHERE s_suppkey IN (SELECT ps_suppkey FROM partsupp WHERE ps_availqty > 9900) AND s_nationkey = n_nationkey AND n_name = 'nation 4' ORDER BY s_name",
    'SELECT * FROM orders WHERE o_custkey = 4711 ORDER BY o_orderdate DESC LIMIT 10',
    'SELECT * FROM lineitem WHERE l_partkey = 1234',
    "SELECT count(*) FROM orders WHERE o_clerk = 'clerk#77' AND o_orderstatus = 'O'",
    "SELECT p_partkey, p_name FROM part WHERE p_brand = 'brand#3' AND p_size BETWEEN 10 AND 12 ORDER BY p_retailprice LIMIT 20",
    'SELECT max(o_orderdate) FROM orders WHERE o_custkey = 99',
    'SELECT o_clerk, count(*) FROM orders GROUP BY o_clerk ORDER BY count(*) DESC LIMIT 5',
    'SELECT c_nationkey, count(*) FROM customer WHERE c_acctbal < -900 GROUP BY c_nationkey',
    "SELECT * FROM lineitem WHERE l_suppkey = 42 AND l_shipdate >= '2025-11-01' ORDER BY l_shipdate",
    "SELECT o_orderkey FROM orders WHERE o_orderdate = '2022-05-17' AND o_orderpriority = '1-urgent'",
    'SELECT DISTINCT l_shipmode FROM lineitem WHERE l_partkey = 77',
    "SELECT n_name, count(*) FROM customer JOIN nation ON c_nationkey = n_nationkey WHERE c_mktsegment = 'machinery' GROUP BY n_name",
  ],
  heldOut: [
    'SELECT c_name, c_acctbal FROM customer WHERE c_nationkey = 9 AND c_acctbal > 9500 ORDER BY c_acctbal DESC',
    'SELECT o_orderstatus, count(*), sum(o_totalprice) FROM orders WHERE o_custkey = 1500 GROUP BY o_orderstatus',
    "SELECT l_orderkey, l_linenumber FROM lineitem WHERE l_commitdate = '2023-04-05' AND l_shipmode = 'air'",
    "SELECT s_name, sum(l_extendedprice) FROM supplier JOIN lineitem ON l_suppkey = s_suppkey WHERE s_nationkey = 3 AND l_shipdate BETWEEN '2024-06-01' AND '2024-06-07' GROUP BY s_suppkey",
    'SELECT p_brand, avg(p_retailprice) FROM part WHERE p_size = 22 GROUP BY p_brand',
    "SELECT o_orderkey FROM orders WHERE o_clerk = 'clerk#9' ORDER BY o_orderdate DESC LIMIT 5",
    'SELECT min(ps_supplycost) FROM partsupp WHERE ps_suppkey = 321',
    "SELECT count(*) FROM lineitem l JOIN part p ON p.p_partkey = l.l_partkey WHERE p.p_type = 'promo plated tin'",
    "SELECT c_custkey FROM customer c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.o_custkey = c.c_custkey AND o.o_orderdate >= '2025-06-01') AND c_mktsegment = 'furniture' LIMIT 50",
  ],
  heldOutLater: [
    'SELECT o_orderkey, o_totalprice, o_orderdate FROM orders WHERE o_custkey = 4711 ORDER BY o_orderdate DESC LIMIT 10',
    "SELECT c_custkey, c_name, c_phone FROM customer WHERE c_name = 'customer#6021'",
    'SELECT l.l_linenumber, p.p_name, l.l_quantity, l.l_extendedprice FROM lineitem l JOIN part p ON p.p_partkey = l.l_partkey WHERE l.l_orderkey = 31415 ORDER BY l.l_linenumber',
    'SELECT s.s_name, ps.ps_supplycost, ps.ps_availqty FROM partsupp ps JOIN supplier s ON s.s_suppkey = ps.ps_suppkey WHERE ps.ps_partkey = 2718 ORDER BY ps.ps_supplycost LIMIT 3',
    "SELECT p_partkey, p_name, p_retailprice FROM part WHERE p_brand = 'brand#12' AND p_container IN ('sm case', 'sm box', 'sm bag') ORDER BY p_retailprice LIMIT 20",
    "SELECT strftime('%Y-%m', o_orderdate) AS month, count(*), sum(o_totalprice) FROM orders WHERE o_orderdate BETWEEN '2024-01-01' AND '2024-12-31' GROUP BY month ORDER BY month",
    "SELECT l_shipmode, count(*) FROM lineitem WHERE l_receiptdate >= '2025-06-01' AND l_receiptdate < '2025-07-01' GROUP BY l_shipmode",
    'SELECT c_name, sum(o_totalprice) AS total FROM customer JOIN orders ON o_custkey = c_custkey WHERE c_nationkey = 4 GROUP BY c_custkey ORDER BY total DESC LIMIT 25',
    "SELECT o_orderkey, o_orderdate FROM orders WHERE o_clerk = 'clerk#77' AND o_orderstatus = 'O' ORDER BY o_orderdate DESC LIMIT 50",
    "SELECT s_suppkey, s_name FROM supplier s WHERE EXISTS (SELECT 1 FROM lineitem WHERE l_suppkey = s.s_suppkey AND l_returnflag = 'R' AND l_shipdate > '2026-04-01')",
    'SELECT o_orderkey, o_totalprice FROM orders WHERE o_totalprice > 495000 ORDER BY o_totalprice DESC LIMIT 100',
    'SELECT c_mktsegment, n_name, count(*), avg(c_acctbal) FROM customer JOIN nation ON n_nationkey = c_nationkey GROUP BY c_mktsegment, n_name',
    "SELECT count(*) FROM lineitem WHERE l_partkey = 1234 AND l_shipdate >= '2024-01-01'",
  ],
};
