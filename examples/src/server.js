import { createServer } from 'node:http';
import { loadQueries, openLibrary } from './database.js';

const db = openLibrary();
const books = loadQueries(db, 'books.sql');
const members = loadQueries(db, 'members.sql');

const routes = {
  '/books': (query) => books.booksByAuthor.all(Number(query.get('author'))),
  '/books/unlent': () => books.booksNeverLent.all(),
  '/members': () => members.allMembers.all(),
  '/loans': (query) => members.openLoans.all(query.get('member')),
};

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const route = routes[pathname];
  response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(route ? route(searchParams) : { error: 'not found' }));
}).listen(process.env.PORT ?? 8080);
