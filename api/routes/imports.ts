import type { Response } from 'express';
import {
  decideImportRows,
  listImportRows,
  listImports,
  openImport,
  previewImportFile,
  putImportFile,
  readImport,
  readImportTemplate,
  startImport,
} from '../../contracts/imports';
import type { ImportRow } from '../../contracts/import-row';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import { Problem, RequestError } from '../problem';
import type { RouteDependencies } from './dependencies';
import { sendCsv, wantsCsv } from './lists';
import { accepted, found } from './refusals';

const COLUMNS: readonly Column<ImportRow>[] = [
  { title: 'File', cell: (row) => row.file },
  { title: 'Line', cell: (row) => row.line },
  { title: 'Invoice', cell: (row) => row.number },
  { title: 'Client', cell: (row) => row.client },
  { title: 'What happened', cell: (row) => row.outcome },
  { title: 'Currency', cell: (row) => (row.after ?? row.before)?.currency ?? null },
  { title: 'Before', cell: (row) => amountCell(row.before) },
  { title: 'After', cell: (row) => amountCell(row.after) },
  { title: 'Why', cell: (row) => row.reason },
];

/** Of a longer file: a few thousand rows, read in some tens of milliseconds. */
const PREVIEW_BYTES = 256 * 1024;

/** Imports: opened, given files, started by a workflow; decided row by row. */
export function importRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, importTemplate } = dependencies;
  const { imports } = stores;

  mount(mounting, listImports, async ({ query }) => answer(200, await imports.list(query)));

  mount(mounting, openImport, async ({ body, actor }) =>
    answer(201, accepted(await imports.open(body, actor))),
  );

  mount(mounting, readImportTemplate, async () =>
    answer(200, (response: Response) => {
      response.type('text/csv').attachment('balance-list.csv').send(importTemplate());
    }),
  );

  mount(mounting, readImport, async ({ params }) =>
    answer(200, found(await imports.read(params.id))),
  );

  mount(mounting, listImportRows, async ({ params, query, request }) => {
    if (!wantsCsv(request, query)) {
      return answer(200, found(await imports.rows(params.id, query)));
    }
    const read = async (page: typeof query) => found(await imports.rows(params.id, page));
    const file = { name: 'import', columns: COLUMNS, query, read };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  runningRoutes(mounting, dependencies);
}

function runningRoutes(mounting: Mounting, { stores, soon, previewList }: RouteDependencies): void {
  const { imports } = stores;

  mount(mounting, putImportFile, async ({ params, body }) => {
    if (body.length === 0) {
      throw new RequestError([{ pointer: '/body', detail: 'is an empty file' }]);
    }
    const file = { name: params.name, bytes: body };
    return answer(200, accepted(await imports.putFile(params.id, file)));
  });

  mount(mounting, previewImportFile, async ({ params: { id, name }, body }) => {
    const { bytes, isWhole, ...file } = found(await imports.fileToPreview(id, name, PREVIEW_BYTES));
    const { chosen, remembered } = file.said;
    const said = { chosen: { ...chosen, ...body.reading }, remembered };
    return answer(200, await previewList({ name, bytes, isWhole }, said));
  });

  mount(mounting, startImport, async ({ params, actor }) => {
    const started = accepted(await imports.start(params.id, actor));
    soon.startImport(started.id);
    return answer(202, started);
  });

  mount(mounting, decideImportRows, async ({ params, body, actor }) => {
    const result = await imports.decide(params.id, body.decisions, actor);
    if (!result.ok && result.refusal.code === 'DECISION_NOT_POSSIBLE') {
      throw new Problem(result.refusal.code, { reason: result.refusal.reason });
    }
    const decided = accepted(result);
    soon.startImport(decided.id);
    return answer(200, decided);
  });
}
