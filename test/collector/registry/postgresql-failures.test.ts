import { ProblemError } from "@vigie/shared/problems.ts";
import { DatabaseError } from "pg";
import { describe, expect, test } from "vitest";
import { toStorageError } from "../../../collector/registry/postgresql-failures.ts";

describe("what PostgreSQL refuses", () => {
  test.for([
    ["53100", "storage_full", "the disk is full"],
    ["53300", "storage_failed", "too many connections"],
    ["53200", "storage_failed", "no memory"],
    ["57P01", "storage_failed", "an administrator ended the connection"],
    ["57P02", "storage_failed", "the server crashed"],
    ["57P03", "storage_failed", "the server is starting"],
    ["57014", "storage_failed", "the statement took too long or was stopped"],
    ["08006", "storage_failed", "the connection broke"],
    ["40P01", "storage_failed", "a deadlock with somebody beside us"],
    ["55P03", "storage_failed", "a lock of somebody beside us"],
    ["25006", "storage_failed", "the server only reads now"],
    ["58030", "storage_failed", "the disk failed"],
    ["XX001", "storage_failed", "damaged data"],
    ["28P01", "registry_unusable", "a wrong password"],
    ["28000", "registry_unusable", "no such user"],
    ["3D000", "registry_unusable", "no such database"],
    ["42501", "registry_unusable", "the user may not"],
  ] as const)("with %s is %s: %s", ([code, wanted, words]) => {
    const error = withCode(code, words);
    const named = toStorageError(error);
    expect(named).toMatchObject({ code: wanted, retryable: true, cause: error });
    expect(named).toBeInstanceOf(ProblemError);
  });

  test.for([
    ["23505", "a key that is taken"],
    ["23503", "a reference to nothing"],
    ["23502", "a value that is missing"],
    ["42P01", "a table that does not exist"],
    ["42601", "a statement that is none"],
    ["22003", "a number out of range"],
    ["25P02", "a statement after one that failed"],
  ] as const)("with %s stays as it is: %s", ([code, words]) => {
    const error = withCode(code, words);
    expect(toStorageError(error)).toBe(error);
  });

  test("and ends the connection for may pass, whatever its code is", () => {
    const error = withCode("42P01", "a wrong table, fatally");
    error.severity = "FATAL";
    expect(toStorageError(error)).toMatchObject({ code: "storage_failed", retryable: true });
  });
});

describe("what happens on the way to the server", () => {
  test.for([
    ["connect ECONNREFUSED 127.0.0.1:5432", "storage_failed", "nobody listens"],
    ["Connection terminated unexpectedly", "storage_failed", "it was cut"],
    ["timeout expired", "storage_failed", "it takes too long"],
    ["Query read timeout", "storage_failed", "the server is silent"],
    ["getaddrinfo ENOTFOUND db", "storage_failed", "the name is not known now"],
    ["The server does not support SSL connections", "registry_unusable", "it speaks openly only"],
    ["self-signed certificate; DEPTH_ZERO_SELF_SIGNED_CERT", "registry_unusable", "no voucher"],
    ["SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string", "registry_unusable", ""],
  ] as const)("%j is %s: %s", ([message, wanted]) => {
    const named = toStorageError(new Error(message));
    expect(named).toMatchObject({ code: wanted, retryable: true, parameters: { detail: message } });
  });

  test("all addresses of a name that refused are told", () => {
    const refused = [
      new Error("connect ECONNREFUSED ::1"),
      new Error("connect ECONNREFUSED 127.0.0.1"),
    ];
    const detail = "connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1";
    const named = toStorageError(new AggregateError(refused));
    expect(named).toMatchObject({ code: "storage_failed", parameters: { detail } });
  });
});

test.for([
  ["a value that a number cannot hold", new RangeError("too large")],
  ["a value that no engine binds", new TypeError("a registry cannot bind a symbol")],
  ["what has its name already", new ProblemError("registry_in_use")],
  ["what is no error at all", "words"],
] as const)("%s stays as it is", ([, error]) => {
  expect(toStorageError(error)).toBe(error);
});

function withCode(code: string, words: string): DatabaseError {
  const error = new DatabaseError(words, words.length, "error");
  error.code = code;
  error.severity = "ERROR";
  return error;
}
