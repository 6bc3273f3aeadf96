package org.earshot.proxy.archive;

/// A companion of a record that is in memory.
@FunctionalInterface
public interface MemoryCompanion extends Companion {

    /// Does its work.
    ///
    /// @return undoes it, when another one of the same commit is refused
    /// @throws CompanionRefusedException if neither it nor the event may be; nothing was changed then
    Runnable apply();

    @Override
    default Companion and(Companion other) {
        MemoryCompanion next = (MemoryCompanion) other;
        return (MemoryCompanion)
                () -> {
                    Runnable undo = apply();
                    try {
                        Runnable undoNext = next.apply();
                        return () -> {
                            undoNext.run();
                            undo.run();
                        };
                    } catch (RuntimeException e) {
                        undo.run();
                        throw e;
                    }
                };
    }
}
