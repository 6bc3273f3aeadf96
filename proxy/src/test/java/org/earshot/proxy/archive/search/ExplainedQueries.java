package org.earshot.proxy.archive.search;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.earshot.common.db.Transactions;

/// Transactions on one connection that ask the database, before each query, how it is going to find the answer.
public final class ExplainedQueries {
    private final Connection real;
    private final List<Explained> explained = new ArrayList<>();

    /// A query, and what the database says of it: a line for each step.
    public record Explained(String sql, List<String> plan) {}

    public ExplainedQueries(Connection real) {
        this.real = real;
    }

    public Transactions transactions() {
        return new Transactions(proxy(DataSource.class, (method, arguments) -> connection()));
    }

    /// All queries so far.
    public List<Explained> explained() {
        return List.copyOf(explained);
    }

    private Connection connection() {
        return proxy(
                Connection.class,
                (method, arguments) ->
                        switch (method.getName()) {
                            case "close" -> null; // it is somebody else's
                            case "prepareStatement" -> statement((String) arguments[0]);
                            default -> invoke(method, real, arguments);
                        });
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement query = real.prepareStatement(sql);
        if (!sql.startsWith("SELECT")) {
            return query;
        }
        PreparedStatement explain = real.prepareStatement("EXPLAIN " + sql);
        return proxy(
                PreparedStatement.class,
                (method, arguments) -> {
                    if (method.getName().startsWith("set") || method.getName().equals("close")) {
                        invoke(method, explain, arguments);
                    } else if (method.getName().equals("executeQuery")) {
                        explained.add(new Explained(sql, plan(explain)));
                    }
                    return invoke(method, query, arguments);
                });
    }

    private static List<String> plan(PreparedStatement explain) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = explain.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    line.append(columns.getColumnLabel(i))
                            .append('=')
                            .append(rows.getString(i))
                            .append("; ");
                }
                plan.add(line.toString());
            }
        }
        return plan;
    }

    /// What stands behind an interface.
    @FunctionalInterface
    private interface Behind {
        Object call(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Behind behind) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                return behind.call(method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static Object invoke(Method method, Object on, Object[] arguments) throws Exception {
        return method.invoke(on, arguments);
    }
}
