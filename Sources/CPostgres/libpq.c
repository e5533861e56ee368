#include "CPostgres.h"

#include <stddef.h>

// Where the program is linked with libpq, the system has loaded it before its first line.
#ifndef __linux__

const char *CPostgres_load(void) { return NULL; }

#else

// libpq brings more than twenty libraries with it (TLS, Kerberos, LDAP), which take longer to load
// than the program itself. So it is not linked: it is loaded while the program reads its arguments,
// and not at all by what needs no database. Each function hands on to the library's of its name.

#include <dlfcn.h>
#include <string.h>

// The name that every version since PostgreSQL 8.0 has.
#define LIBRARY "libpq.so.5"

// The result, the name, the parameters with and without their types.
#define LIBPQ(FUNCTION) \
  FUNCTION(int, PQbackendPID, (const PGconn *conn), (conn)) \
  FUNCTION(int, PQcancel, (PGcancel * cancel, char *text, int size), (cancel, text, size)) \
  FUNCTION(void, PQclear, (PGresult * result), (result)) \
  FUNCTION(char *, PQcmdStatus, (PGresult * result), (result)) \
  FUNCTION(char *, PQcmdTuples, (PGresult * result), (result)) \
  FUNCTION(PQconninfoOption *, PQconndefaults, (void), ()) \
  FUNCTION(PGconn *, PQconnectdbParams, \
           (const char *const *keywords, const char *const *values, int expands), \
           (keywords, values, expands)) \
  FUNCTION(void, PQconninfoFree, (PQconninfoOption * options), (options)) \
  FUNCTION(PQconninfoOption *, PQconninfoParse, (const char *text, char **problem), \
           (text, problem)) \
  FUNCTION(int, PQconsumeInput, (PGconn * conn), (conn)) \
  FUNCTION(char *, PQdb, (const PGconn *conn), (conn)) \
  FUNCTION(int, PQenterPipelineMode, (PGconn * conn), (conn)) \
  FUNCTION(char *, PQerrorMessage, (const PGconn *conn), (conn)) \
  FUNCTION(PGresult *, PQexec, (PGconn * conn, const char *query), (conn, query)) \
  FUNCTION(PGresult *, PQexecParams, \
           (PGconn * conn, const char *query, int count, const Oid *types, \
            const char *const *values, const int *lengths, const int *formats, int format), \
           (conn, query, count, types, values, lengths, formats, format)) \
  FUNCTION(int, PQexitPipelineMode, (PGconn * conn), (conn)) \
  FUNCTION(void, PQfinish, (PGconn * conn), (conn)) \
  FUNCTION(int, PQflush, (PGconn * conn), (conn)) \
  FUNCTION(char *, PQfname, (const PGresult *result, int column), (result, column)) \
  FUNCTION(void, PQfreeCancel, (PGcancel * cancel), (cancel)) \
  FUNCTION(void, PQfreemem, (void *memory), (memory)) \
  FUNCTION(PGcancel *, PQgetCancel, (PGconn * conn), (conn)) \
  FUNCTION(int, PQgetCopyData, (PGconn * conn, char **buffer, int async), (conn, buffer, async)) \
  FUNCTION(PGresult *, PQgetResult, (PGconn * conn), (conn)) \
  FUNCTION(int, PQgetisnull, (const PGresult *result, int row, int column), \
           (result, row, column)) \
  FUNCTION(int, PQgetlength, (const PGresult *result, int row, int column), \
           (result, row, column)) \
  FUNCTION(char *, PQgetvalue, (const PGresult *result, int row, int column), \
           (result, row, column)) \
  FUNCTION(char *, PQhost, (const PGconn *conn), (conn)) \
  FUNCTION(int, PQisBusy, (PGconn * conn), (conn)) \
  FUNCTION(int, PQnfields, (const PGresult *result), (result)) \
  FUNCTION(int, PQntuples, (const PGresult *result), (result)) \
  FUNCTION(const char *, PQparameterStatus, (const PGconn *conn, const char *name), (conn, name)) \
  FUNCTION(int, PQpipelineSync, (PGconn * conn), (conn)) \
  FUNCTION(char *, PQport, (const PGconn *conn), (conn)) \
  FUNCTION(int, PQputCopyData, (PGconn * conn, const char *bytes, int count), \
           (conn, bytes, count)) \
  FUNCTION(int, PQputCopyEnd, (PGconn * conn, const char *problem), (conn, problem)) \
  FUNCTION(char *, PQresultErrorField, (const PGresult *result, int field), (result, field)) \
  FUNCTION(ExecStatusType, PQresultStatus, (const PGresult *result), (result)) \
  FUNCTION(int, PQsendFlushRequest, (PGconn * conn), (conn)) \
  FUNCTION(int, PQsendQuery, (PGconn * conn, const char *query), (conn, query)) \
  FUNCTION(int, PQsendQueryParams, \
           (PGconn * conn, const char *query, int count, const Oid *types, \
            const char *const *values, const int *lengths, const int *formats, int format), \
           (conn, query, count, types, values, lengths, formats, format)) \
  FUNCTION(int, PQserverVersion, (const PGconn *conn), (conn)) \
  FUNCTION(PQnoticeReceiver, PQsetNoticeReceiver, \
           (PGconn * conn, PQnoticeReceiver receiver, void *context), (conn, receiver, context)) \
  FUNCTION(int, PQsetSingleRowMode, (PGconn * conn), (conn)) \
  FUNCTION(int, PQsocket, (const PGconn *conn), (conn)) \
  FUNCTION(ConnStatusType, PQstatus, (const PGconn *conn), (conn)) \
  FUNCTION(PGTransactionStatusType, PQtransactionStatus, (const PGconn *conn), (conn)) \
  FUNCTION(char *, PQuser, (const PGconn *conn), (conn))

#define DEFINE(result, name, parameters, arguments) \
  static result(*loaded_##name) parameters; \
  result name parameters { return loaded_##name arguments; }

LIBPQ(DEFINE)

#define FIND(result, name, parameters, arguments) \
  if ((loaded_##name = (result(*) parameters)dlsym(library, #name)) == NULL) \
    return strdup(dlerror());

// The text is a copy: what dlerror() returns ends with the thread.
const char *CPostgres_load(void) {
  void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) return strdup(dlerror());
  LIBPQ(FIND)
  return NULL;
}

#endif
