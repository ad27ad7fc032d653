import { rows, type Workload } from './workload.ts';

const artists = 2_000;
const albums = 6_000;
const tracks = 60_000;
const customers = 3_000;
const invoices = 30_000;
const lines = 90_000;

/** In the shape of Chinook: a shop of music, with data and queries of our own. */
export const music: Workload = {
  name: 'Chinook shaped',
  schema: `
CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title NVARCHAR(160) NOT NULL, ArtistId INTEGER NOT NULL REFERENCES Artist (ArtistId));
CREATE TABLE Genre (GenreId INTEGER PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE MediaType (MediaTypeId INTEGER PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE Track (TrackId INTEGER PRIMARY KEY, Name NVARCHAR(200) NOT NULL, AlbumId INTEGER REFERENCES Album (AlbumId), MediaTypeId INTEGER NOT NULL, GenreId INTEGER, Composer NVARCHAR(220), Milliseconds INTEGER NOT NULL, Bytes INTEGER, UnitPrice NUMERIC(10, 2) NOT NULL);
CREATE TABLE Employee (EmployeeId INTEGER PRIMARY KEY, LastName NVARCHAR(20), FirstName NVARCHAR(20), ReportsTo INTEGER);
CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, FirstName NVARCHAR(40), LastName NVARCHAR(20), Country NVARCHAR(40), City NVARCHAR(40), Email NVARCHAR(60) NOT NULL, SupportRepId INTEGER);
CREATE TABLE Invoice (InvoiceId INTEGER PRIMARY KEY, CustomerId INTEGER NOT NULL, InvoiceDate DATETIME NOT NULL, BillingCountry NVARCHAR(40), BillingCity NVARCHAR(40), Total NUMERIC(10, 2) NOT NULL);
CREATE TABLE InvoiceLine (InvoiceLineId INTEGER PRIMARY KEY, InvoiceId INTEGER NOT NULL, TrackId INTEGER NOT NULL, UnitPrice NUMERIC(10, 2) NOT NULL, Quantity INTEGER NOT NULL);
CREATE TABLE Playlist (PlaylistId INTEGER PRIMARY KEY, Name NVARCHAR(120));
CREATE TABLE PlaylistTrack (PlaylistId INTEGER NOT NULL, TrackId INTEGER NOT NULL, PRIMARY KEY (PlaylistId, TrackId));
`,
  fill(insert, random) {
    const countries = Array.from({ length: 40 }, (_, at) => `country ${at}`);
    insert(
      'Artist',
      rows(artists, (n) => [n, random.words(2)]),
    );
    insert(
      'Album',
      rows(albums, (n) => [n, random.words(3), random.skewed(artists)]),
    );
    insert(
      'Genre',
      rows(25, (n) => [n, `genre ${n}`]),
    );
    insert(
      'MediaType',
      rows(5, (n) => [n, `type ${n}`]),
    );
    insert(
      'Track',
      rows(tracks, (n) => [
        n,
        random.words(3),
        random.int(1, albums),
        random.int(1, 5),
        random.skewed(25),
        random.next() < 0.3 ? null : random.words(2),
        random.int(60_000, 600_000),
        random.int(1_000_000, 20_000_000),
        random.pick([0.99, 1.99]),
      ]),
    );
    insert(
      'Employee',
      rows(30, (n) => [n, random.word(), random.word(), n === 1 ? null : random.int(1, 5)]),
    );
    insert(
      'Customer',
      rows(customers, (n) => [
        n,
        random.word(),
        random.word(),
        random.pick(countries),
        random.word(),
        `${random.word()}${n}@Example.org`,
        random.int(3, 30),
      ]),
    );
    insert(
      'Invoice',
      rows(invoices, (n) => [
        n,
        random.skewed(customers),
        `${random.day(2019, 2025)} 00:00:00`,
        random.pick(countries),
        random.word(),
        random.int(99, 2999) / 100,
      ]),
    );
    insert(
      'InvoiceLine',
      rows(lines, (n) => [n, random.int(1, invoices), random.skewed(tracks), random.pick([0.99, 1.99]), 1]),
    );
    insert(
      'Playlist',
      rows(60, (n) => [n, `playlist ${n}`]),
    );
    insert(
      'PlaylistTrack',
      (function* () {
        for (let list = 1; list <= 60; list++)
          for (let at = 0; at < 600; at++) yield [list, 1 + ((list * 977 + at * 83) % tracks)];
      })(),
    );
  },
  queries: [
    'SELECT * FROM Album WHERE ArtistId = 12 ORDER BY Title',
    'SELECT t.TrackId, t.Name, t.Milliseconds FROM Track t WHERE t.AlbumId = 321 ORDER BY t.TrackId',
    "SELECT t.Name, al.Title, ar.Name FROM Track t JOIN Album al ON al.AlbumId = t.AlbumId JOIN Artist ar ON ar.ArtistId = al.ArtistId WHERE ar.Name LIKE 'abc%'",
    'SELECT g.Name, count(*) AS n FROM Track t JOIN Genre g ON g.GenreId = t.GenreId GROUP BY g.GenreId ORDER BY n DESC',
    'SELECT i.InvoiceId, i.InvoiceDate, i.Total FROM Invoice i WHERE i.CustomerId = 17 ORDER BY i.InvoiceDate DESC LIMIT 20',
    'SELECT il.*, t.Name FROM InvoiceLine il JOIN Track t ON t.TrackId = il.TrackId WHERE il.InvoiceId = 12345',
    "SELECT BillingCountry, sum(Total) FROM Invoice WHERE InvoiceDate >= '2025-01-01' GROUP BY BillingCountry ORDER BY 2 DESC",
    "SELECT c.CustomerId, c.FirstName, c.LastName, sum(i.Total) AS spent FROM Customer c JOIN Invoice i ON i.CustomerId = c.CustomerId WHERE c.Country = 'country 7' GROUP BY c.CustomerId ORDER BY spent DESC LIMIT 10",
    'SELECT t.TrackId, t.Name, count(*) AS sold FROM InvoiceLine il JOIN Track t ON t.TrackId = il.TrackId GROUP BY il.TrackId ORDER BY sold DESC LIMIT 10',
    'SELECT p.Name FROM Playlist p JOIN PlaylistTrack pt ON pt.PlaylistId = p.PlaylistId WHERE pt.TrackId = 4999',
    'SELECT t.Name FROM PlaylistTrack pt JOIN Track t ON t.TrackId = pt.TrackId WHERE pt.PlaylistId = 5 ORDER BY t.Name',
    'SELECT count(*) FROM Track WHERE GenreId = 9 AND MediaTypeId = 2',
    'SELECT * FROM Track WHERE GenreId = 20 AND Milliseconds > 550000 ORDER BY Milliseconds DESC LIMIT 25',
    "SELECT * FROM Customer WHERE Country = 'country 3' AND City >= 'm' ORDER BY City",
    'SELECT e.LastName, count(*) FROM Employee e JOIN Customer c ON c.SupportRepId = e.EmployeeId GROUP BY e.EmployeeId',
    'SELECT ar.Name, count(*) AS albums FROM Artist ar JOIN Album al ON al.ArtistId = ar.ArtistId GROUP BY ar.ArtistId ORDER BY albums DESC LIMIT 10',
    "SELECT InvoiceDate, Total FROM Invoice WHERE InvoiceDate BETWEEN '2022-03-01' AND '2022-03-08' ORDER BY InvoiceDate",
    'SELECT a.ArtistId, a.Name FROM Artist a WHERE NOT EXISTS (SELECT 1 FROM Album al WHERE al.ArtistId = a.ArtistId) ORDER BY a.Name LIMIT 50',
    'SELECT max(InvoiceDate) FROM Invoice WHERE CustomerId = 40',
    'SELECT * FROM Track ORDER BY Milliseconds DESC LIMIT 10',
    'SELECT Composer, count(*) FROM Track WHERE Composer IS NOT NULL AND AlbumId IN (3, 33, 333, 3333) GROUP BY Composer',
    'SELECT c.Email FROM Customer c WHERE c.SupportRepId = 4 AND c.CustomerId IN (SELECT CustomerId FROM Invoice WHERE Total > 29)',
    'UPDATE Track SET UnitPrice = 0.99 WHERE AlbumId = 4242',
    'DELETE FROM InvoiceLine WHERE InvoiceId = 777',
  ],
  heldOut: [
    "SELECT Name, Composer FROM Track WHERE Composer = 'abc def'",
    'SELECT al.Title, sum(t.Milliseconds) FROM Album al JOIN Track t USING (AlbumId) WHERE al.ArtistId = 44 GROUP BY al.AlbumId',
    "SELECT InvoiceId FROM Invoice WHERE BillingCountry = 'country 11' AND InvoiceDate > '2025-10-01' ORDER BY InvoiceDate",
    "SELECT CustomerId FROM Customer WHERE LastName = 'smith' OR FirstName = 'smith'",
    'SELECT il.TrackId FROM InvoiceLine il JOIN Invoice i USING (InvoiceId) WHERE i.CustomerId = 91',
    'SELECT Total FROM Invoice ORDER BY Total DESC LIMIT 5',
    'SELECT count(*) FROM InvoiceLine WHERE TrackId = 17',
    'SELECT EmployeeId FROM Employee WHERE ReportsTo = 2',
  ],
  heldOutLater: [
    "SELECT CustomerId, FirstName, LastName FROM Customer WHERE Email = 'somebody17@Example.org'",
    "SELECT TrackId, Name, UnitPrice FROM Track WHERE Name >= 'k' AND Name < 'l' ORDER BY Name LIMIT 50",
    'SELECT i.InvoiceId, i.Total, c.LastName FROM Invoice i JOIN Customer c ON c.CustomerId = i.CustomerId ORDER BY i.InvoiceDate DESC LIMIT 25',
    'SELECT al.AlbumId, al.Title, count(t.TrackId) AS tracks FROM Album al LEFT JOIN Track t ON t.AlbumId = al.AlbumId WHERE al.ArtistId IN (3, 14, 159) GROUP BY al.AlbumId ORDER BY al.Title',
    "SELECT strftime('%Y', InvoiceDate) AS year, BillingCountry, sum(Total) FROM Invoice GROUP BY year, BillingCountry",
    'SELECT g.Name, sum(il.UnitPrice * il.Quantity) AS revenue FROM InvoiceLine il JOIN Track t ON t.TrackId = il.TrackId JOIN Genre g ON g.GenreId = t.GenreId GROUP BY g.GenreId ORDER BY revenue DESC',
    'SELECT t.TrackId, t.Name FROM Track t WHERE t.GenreId = 18 ORDER BY t.Name LIMIT 40',
    "SELECT c.CustomerId, c.Email FROM Customer c WHERE NOT EXISTS (SELECT 1 FROM Invoice i WHERE i.CustomerId = c.CustomerId AND i.InvoiceDate >= '2024-01-01')",
    "SELECT InvoiceId, Total FROM Invoice WHERE CustomerId = 250 AND InvoiceDate BETWEEN '2023-01-01' AND '2023-12-31' ORDER BY InvoiceDate",
    'SELECT DISTINCT p.PlaylistId, p.Name FROM Playlist p JOIN PlaylistTrack pt ON pt.PlaylistId = p.PlaylistId JOIN Track t ON t.TrackId = pt.TrackId WHERE t.AlbumId = 1200',
    "SELECT BillingCity, count(*) FROM Invoice WHERE BillingCountry = 'country 22' GROUP BY BillingCity ORDER BY count(*) DESC LIMIT 10",
    "SELECT ArtistId, Name FROM Artist WHERE Name BETWEEN 'ma' AND 'mc' ORDER BY Name",
    'SELECT count(DISTINCT il.InvoiceId) FROM InvoiceLine il JOIN Track t ON t.TrackId = il.TrackId WHERE t.AlbumId = 77',
    "SELECT LastName, FirstName, City FROM Customer WHERE Country IN ('country 1', 'country 2') ORDER BY LastName, FirstName LIMIT 30",
  ],
};
