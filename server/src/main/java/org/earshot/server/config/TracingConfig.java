package org.earshot.server.config;

import java.net.URI;
import org.earshot.common.config.ConfigException;

/// Traces for a collector of OpenTelemetry; the section `tracing`.
///
/// @param endpoint where it takes OTLP over HTTP, such as `http://127.0.0.1:4318`, or `off`
/// @param share of all calls and registrations that are traced, above 0 up to 1
public record TracingConfig(String endpoint, double share) {
    private static final String OFF = "off";

    public TracingConfig {
        if (!endpoint.equals(OFF) && !isOrigin(endpoint)) {
            throw new ConfigException(
                    "tracing.endpoint",
                    "\"" + endpoint + "\" is neither off nor http(s)://HOST[:PORT] without a path");
        }
        if (!(share > 0 && share <= 1)) {
            throw new ConfigException("tracing.share", "must be above 0, and 1 at most");
        }
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static TracingConfig off() {
        return new TracingConfig(OFF, 1);
    }

    public boolean isOn() {
        return !endpoint.equals(OFF);
    }
}
