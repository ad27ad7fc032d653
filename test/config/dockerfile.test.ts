import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serviceOfText, servicesOfText } from '../support/services.ts';

describe('the image of a Dockerfile', () => {
  const text = `ARG NODE=24
FROM node:$NODE-slim AS base
ENV DATA=/data PORT=8080
WORKDIR /app

FROM base AS build
RUN npm ci

FROM base
ENV DATABASE_PATH=$DATA/app.db SECRET=$NOT_KNOWN
WORKDIR srv
USER node
VOLUME ["/data/"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node", "server.js"]
`;

  test('its last stage, with what it has of the stage below', () => {
    const image = serviceOfText('docker/app.Dockerfile', text);
    assert.equal(image.cut(image.service.range), 'FROM base');
    assert.equal(image.service.image?.value, 'node:24-slim');
    assert.equal(image.service.workingDirectory, '/app/srv');
    assert.equal(image.cut(image.service.user?.range), 'node');
    assert.deepEqual(image.mounts, [['- → /data (volume)', '/data/']]);
    assert.deepEqual(image.environment, [
      ['DATA=/data', 'DATA=/data'],
      ['PORT=8080', 'PORT=8080'],
      ['DATABASE_PATH=/data/app.db', 'DATABASE_PATH=$DATA/app.db'],
      ['SECRET=?', 'SECRET=$NOT_KNOWN'],
    ]);
  });

  test('an entrypoint gets the command where both are lists', () => {
    assert.equal(serviceOfText('Dockerfile', text).start[0]?.[0], 'docker-entrypoint.sh node server.js');
    const shell = serviceOfText('Dockerfile', 'FROM alpine\nCMD exec ./run --db /data/app.db\n');
    assert.deepEqual(shell.start, [['./run --db /data/app.db', 'exec ./run --db /data/app.db']]);
    assert.deepEqual(
      serviceOfText('Dockerfile', 'FROM a AS b\nCMD ["old"]\nFROM b\nENTRYPOINT ["new"]\n').start,
      [['new', '["new"]']],
    );
  });

  test('a file without a stage has none', () => {
    assert.deepEqual(servicesOfText('Dockerfile', '# nothing\n'), []);
    assert.deepEqual(servicesOfText('Dockerfile.dockerignore', 'FROM a\n'), []);
  });
});
