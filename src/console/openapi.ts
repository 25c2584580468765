import { z } from 'zod';
import { ErrorDocument } from './documents.ts';
import { publishedDocuments } from './published-documents.ts';
import type { Route } from './route.ts';

/** Published documents stand once under `components`, by the name of their schema file in camel case. */
const named = new Map<z.ZodType, string>(
  Object.entries(publishedDocuments).map(([name, [schema]]) => [
    schema,
    name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ]),
);

type Json = Record<string, unknown>;

/** The API as an OpenAPI 3.1 document, from nothing but the declarations of its routes. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Endcap gateway',
      version: '1',
      description:
        'What the console and the command line use, and nothing else: neither has a privilege of its own. `x-role` is the least role that may ask.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...named].map(([schema, name]) => [name, jsonSchema(schema, 'output')])),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'endcap_session' },
        certificate: { type: 'mutualTLS' },
      },
    },
  };
}

function operation(route: Route): Json {
  const { body, query } = route;
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(query === undefined ? [] : queryParameters(query)),
  ];
  return {
    operationId: operationId(route),
    summary: route.summary,
    'x-role': route.role,
    security: route.role === 'open' ? [] : [{ token: [] }, { cookie: [] }, { certificate: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: reference(body, 'input') } } },
        }),
    responses: {
      200: { description: 'Done', content: contentOf(route.answer) },
      default: {
        description: 'Refused or failed, with its reason code',
        content: { 'application/json': { schema: reference(ErrorDocument, 'output') } },
      },
    },
  };
}

function contentOf(answer: z.ZodType | string): Json {
  return typeof answer === 'string'
    ? { [answer]: { schema: { type: 'string' } } }
    : { 'application/json': { schema: reference(answer, 'output') } };
}

function reference(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = named.get(schema);
  return name === undefined ? jsonSchema(schema, io) : { $ref: `#/components/schemas/${name}` };
}

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** `GET /api/labels/:id` → `getLabelsId`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(word => word !== '' && word !== 'api');
  return method.toLowerCase() + words.map(word => word[0]!.toUpperCase() + word.slice(1)).join('');
}
