package org.earshot.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each module's `ArchitectureTest` runs on its own classes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reading the classes once is enough
public abstract class ImportTable {
    private final JavaClasses classes = ArchitectureRules.moduleClasses();

    static List<ArchRule> rules() {
        return Stream.concat(ArchitectureRules.all().stream(), WindowRules.all().stream()).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(classes);
    }

    /// Otherwise every rule would hold of nothing.
    @Test
    void thereAreClassesToCheck() {
        assertThat(classes).isNotEmpty();
    }
}
