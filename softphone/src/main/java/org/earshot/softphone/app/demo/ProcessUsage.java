package org.earshot.softphone.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What a process has used up so far, as the operating system counts it.
///
/// @param cpu user and system time of all its threads
/// @param residentMb megabytes in memory now, 0 where the system does not say
public record ProcessUsage(Duration cpu, long residentMb) {

    /// What it has used up to now.
    public static ProcessUsage of(ProcessHandle process) {
        return new ProcessUsage(
                process.info().totalCpuDuration().orElse(Duration.ZERO), resident(process.pid()));
    }

    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
