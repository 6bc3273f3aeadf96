package org.earshot.interop;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Every request that the API describes of itself (OpenAPI), sent by a page with the cookies that it has.
final class ConsoleRequests {
    private static final String SEND =
            """
            (async (only, shows) => {
              const known = { item: '1', version: '1', class: 'message', period: '10y', phone: 'yealink', role: 'auditor', page: 'latest',
                disposition: 'no-issue', record: 'n1-1/1', number: '112', scopes: ['archive:read'], csv: 'name\\nzoe', dryRun: false };
              const some = { string: 'nobody', integer: 1, boolean: true, array: ['nobody'] };
              const value = (name, schema) => known[name] ?? some[schema?.type] ?? 'nobody';
              const statuses = {};
              const described = await (await fetch('/api/v1/openapi.json')).json();
              const csrf = shows ? (await (await fetch('/api/v1/session')).json()).csrf : undefined;
              for (const [path, operations] of Object.entries(described.paths)) {
                for (const [method, operation] of Object.entries(operations)) {
                  const request = method.toUpperCase() + ' ' + path;
                  if (!new RegExp(only).test(request)) continue;
                  const parameters = operation.parameters || [];
                  const where = path.replace(/{([a-z]+)}/gi, (_, name) => encodeURIComponent(value(name, parameters.find(p => p.name === name)?.schema)));
                  const query = parameters.filter(p => p.in === 'query' && p.required).map(p => p.name + '=' + encodeURIComponent(value(p.name, p.schema))).join('&');
                  const schema = operation.requestBody?.content['application/json'].schema;
                  const body = method === 'get' ? undefined : JSON.stringify(Object.fromEntries((schema?.required || []).map(name => [name, value(name, schema.properties[name])])));
                  const answer = await fetch('/api/v1' + where + (query && '?' + query), { method: method.toUpperCase(), body,
                    headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(csrf ? { 'X-Earshot-CSRF': csrf } : {}) } });
                  await answer.arrayBuffer();
                  statuses[request] = answer.status;
                }
              }
              return statuses;
            })
            """;

    /// What is no command, and what does not end.
    private static final String COMMANDS = "^(?!.* /(session|setup|live|openapi.json))";

    private ConsoleRequests() {}

    /// Sends all of them, and gives the answers' statuses.
    ///
    /// @param shows whether it shows the session's token against requests of other sites
    static Map<String, Integer> all(Chromium.Page page, boolean shows) throws Exception {
        return send(page, COMMANDS, shows);
    }

    /// Sends these alone, each as `METHOD /path`.
    static Map<String, Integer> these(Chromium.Page page, Set<String> requests) throws Exception {
        return send(
                page,
                "^(" + String.join("|", requests).replace("{", "\\{").replace("}", "\\}") + ")$",
                true);
    }

    private static Map<String, Integer> send(Chromium.Page page, String only, boolean shows)
            throws Exception {
        Map<String, Integer> statuses = new TreeMap<>();
        page.evaluate(SEND + "(" + ConsoleSteps.quoted(only) + ", " + shows + ")")
                .properties()
                .forEach(entry -> statuses.put(entry.getKey(), entry.getValue().asInt()));
        return statuses;
    }
}
