import type { PlacedService } from './services.ts';

/** True for a service that, by the name of it or of its file, is for developers, for tests, or run once. */
export function isNamedAside({ file, service }: Pick<PlacedService, 'file' | 'service'>): boolean {
  return /(?:^|[^a-z])(?:dev|devel|development|local|test|tests|testing|e2e|ci|migrate|migrations?|migrator|init|setup|seed|jobs?|debug|example|sample|demo|build|bench)(?:[^a-z]|$)/i.test(
    `${file.path} ${service.name}`,
  );
}
