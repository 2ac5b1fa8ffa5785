import { Matrix, MatrixHandler } from '../programs/kept-matrix.js';
import type { SecretPlace } from './places.js';

/** Secrets that a process is given, and those in what the recorder says of its own failures. */
export const ENVIRONMENT_PLACES: readonly SecretPlace[] = [
  {
    name: 'an environment',
    call: (secret, intercept) =>
      intercept(function start(_env: Record<string, string>) {})({
        PATH: '/bin',
        DB_PASSWORD: secret,
        AWS_SECRET_ACCESS_KEY: secret,
        GITHUB_TOKEN: secret,
        STRIPE_SECRET_KEY: secret,
        MYSQL_PWD: secret,
        DATABASE_URL: `postgres://app:${secret}@db/app`,
        OPENAI_API_KEY: secret,
        NODE_AUTH_TOKEN: secret,
      }),
  },
  {
    name: 'the words of a command',
    call: (secret, intercept) =>
      intercept(function main(_argv: string[]) {})([
        'node',
        'app.js',
        '--token',
        secret,
        `--password=${secret}`,
      ]),
  },
  {
    name: 'a handler that fails',
    call: (secret, intercept) => {
      class Failing extends Matrix {}
      Object.defineProperty(Failing.prototype, 'rows', {
        get: () => {
          throw new Error(`password=${secret}`);
        },
      });
      intercept(function keepMatrix(_matrix: Matrix) {})(Object.create(Failing.prototype) as Matrix);
      return MatrixHandler;
    },
  },
  {
    name: 'a filter that fails',
    call: (secret, intercept) => {
      const when = () => {
        throw new Error(`https://u:${secret}@h failed`);
      };
      intercept(function filtered() {}, { when })();
    },
  },
];
