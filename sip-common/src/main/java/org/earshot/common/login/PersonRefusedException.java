package org.earshot.common.login;

/// Somebody can't be given a role, or lose it; the message says why.
public final class PersonRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PersonRefusedException(String message) {
        super(message);
    }

    static PersonRefusedException taken(String name) {
        return new PersonRefusedException(
                "somebody has the name " + name + ", or had it: names are never used again");
    }

    static PersonRefusedException nobody(String name) {
        return new PersonRefusedException(
                "there is nobody of the name " + name + "; earshot admin officer list");
    }

    static PersonRefusedException last(String name) {
        return new PersonRefusedException(name + " is the last officer: appoint another one first");
    }
}
