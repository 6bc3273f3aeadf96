/// Traces for OpenTelemetry (docs/decisions/0081): spans of SIP transactions, of work with the database and of requests to the API. [Tracing] is the door.
package org.earshot.server.trace;
