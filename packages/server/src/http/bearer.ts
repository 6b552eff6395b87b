// Where a token stands in a request.

/** The token of an `Authorization` header; undefined where there is none. Source: RFC 6750, section 2.1. */
export function readBearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
}
