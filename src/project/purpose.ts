import { nameOf } from '../text/paths.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** Dependencies of programs that answer requests, in manifests. */
const serverPackages =
  /"(?:express|fastify|koa|hono|@hono\/node-server|@nestjs\/core|next|nuxt|elysia|polka|restify|@hapi\/hapi|@sveltejs\/(?:kit|adapter-node)|@remix-run\/(?:node|serve)|@react-router\/(?:node|serve)|laravel\/framework|symfony\/framework-bundle|slim\/slim)"\s*:|(?:gin-gonic\/gin|labstack\/echo|gofiber\/fiber|go-chi\/chi|pocketbase\/pocketbase)\b|^\s*(?:axum|actix-web|rocket|warp|poem|hyper|tonic)\s*=|^\s*gem\s+['"](?:rails|sinatra|puma|hanami|roda)['"]|^\s*["']?(?:django|flask|fastapi|starlette|sanic|tornado|aiohttp|gunicorn|uvicorn)\b|spring-boot-starter-web|ktor-server|quarkus-rest|Microsoft\.NET\.Sdk\.Web|:phoenix\b/im;

/** What programs that answer requests call. */
const serverCalls =
  /\bhttp\.(?:ListenAndServe(?:TLS)?|Serve|Server\s*\{)|\b(?:createServer|Bun\.serve|Deno\.serve)\s*\(|\b(?:app|server|fastify)\.listen\s*\(|\bWebApplication\.CreateBuilder\b|\bHTTPServer\s*\(|\bserve_forever\s*\(|\buvicorn\.run\s*\(/;

/** Dependencies of programs with windows, in manifests. */
const desktopPackages =
  /\b(?:PyQt[56]|PySide[26]|PyGObject|kivy|GirCore|Avalonia|WindowsAppSDK|UseWPF|UseWindowsForms|UseMaui)\b|^\s*(?:gtk4?|libadwaita|iced|eframe|slint|dioxus)\s*=|"(?:electron|@tauri-apps\/(?:api|cli)|nw|@capacitor\/core)"\s*:|^\s*tauri\s*=|\bwailsapp\/wails\b|fyne\.io\/fyne/m;

const answersRequests = remember(({ path, kind, text }: SourceFile): boolean => {
  if (kind === 'manifest' || /^(?:Gemfile|.*\.exs)$/.test(nameOf(path))) return serverPackages.test(text);
  return (kind === 'script' || kind === 'text') && serverCalls.test(text);
});

/** What they import. */
const desktopImports =
  /^\s*(?:from|import)\s+(?:PyQt\d|PySide\d|qt\.core|kivy)\b|\bgi\.require_version\(\s*["']Gtk|^\s*using\s+(?:Gtk|Adw|Avalonia|Microsoft\.UI\.Xaml|System\.Windows(?:\.Forms)?)\b|^\s*import\s+(?:javafx|javax\.swing|android)\./m;

const hasWindows = remember(({ kind, text }: SourceFile): boolean =>
  kind === 'manifest' ? desktopPackages.test(text) : kind === 'text' && desktopImports.test(text),
);

/** True for a project in which something answers requests: its database has several users at once. */
export function isServer({ sources }: { readonly sources: readonly SourceFile[] }): boolean {
  return sources.some(answersRequests);
}

/** True for a project with an application for the desktop or the phone: its database has one user. */
export function isDesktop({ sources }: { readonly sources: readonly SourceFile[] }): boolean {
  return sources.some(hasWindows);
}
