package org.earshot.server.attempt;

class InMemoryFailedLoginTableTest extends FailedLoginTableContract {
    @Override
    FailedLoginTable open(String domain) {
        return new InMemoryFailedLoginTable();
    }
}
