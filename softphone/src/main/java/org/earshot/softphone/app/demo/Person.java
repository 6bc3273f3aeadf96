package org.earshot.softphone.app.demo;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// One of the two people: an account, the files of a phone, and the phone once it runs.
final class Person {
    final String name;
    final String displayName;
    final Path data;
    final Path passwordFile;
    final Path sample;
    final Path heard;
    final Path timing;
    final Path downloads;

    // for a server that nobody else reaches, and that is gone in half a minute
    private final String password = new BigInteger(100, new SecureRandom()).toString(36);
    private Optional<ChildProcess> phone = Optional.empty();

    /// @param folder for the files
    Person(String name, String displayName, Path folder) {
        this.name = name;
        this.displayName = displayName;
        this.data = folder.resolve(name);
        this.passwordFile = folder.resolve(name + ".password");
        this.sample = folder.resolve(name + "-says.wav");
        this.heard = folder.resolve(name + "-hears.wav");
        this.timing = folder.resolve(name + "-timing.txt");
        this.downloads = folder.resolve(name + "-gets");
    }

    String password() {
        return password;
    }

    String address() {
        return "sip:" + name + "@localhost";
    }

    void gets(ChildProcess started) {
        phone = Optional.of(started);
    }

    ChildProcess phone() {
        return phone.orElseThrow();
    }
}
