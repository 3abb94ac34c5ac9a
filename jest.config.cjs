/** swc turns TypeScript into CommonJS; type errors come from `tsc` alone. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // A machine that is busy with other things is slow, not wrong.
  testTimeout: 240_000,
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  globalSetup: '<rootDir>/test/support/run-start.ts',
  globalTeardown: '<rootDir>/test/support/run-end.ts',
  transform: {
    '^.+\\.(m|c)?(t|j)sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(react-email|@react-email|pdfjs-dist|prettier)/)'],
  moduleNameMapper: {
    '\\.module\\.css$': '<rootDir>/test/web/class-names.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
