/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.architecture;

import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.architecture.rules.ApiAnnotationRules;
import org.apache.flink.architecture.rules.ConnectorRules;
import org.apache.flink.architecture.rules.TableApiRules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Properties;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The plan of the house, held against the compiled classes. */
class ArchitectureTest {

    private static final String ROOT = "org.apache.flink.connector.influxdb";

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    // The test server shares the root package, and is no part of the library.
                    .withImportOption(location -> !location.contains("influxdb-test-server"))
                    .importPackages(ROOT);

    /** Each package with those that it may import: always to the left. */
    private static final Map<String, String[]> LAYERS =
            Map.of(
                    "model", packages(),
                    "metrics", packages(),
                    "client", packages("model"),
                    "source", packages("model", "metrics", "client"),
                    "sink", packages("model", "metrics", "client"),
                    "table", packages("model", "client", "source", "sink"),
                    "catalog", packages("model", "client", "source", "sink", "table"));

    @Test
    void testImportsGoInOneDirection() {
        LAYERS.forEach(
                (layer, below) ->
                        classes()
                                .that(resideInAPackage(ROOT + "." + layer + ".."))
                                .should()
                                .onlyDependOnClassesThat(
                                        not(resideInAPackage(ROOT + ".."))
                                                .or(resideInAPackage(ROOT + "." + layer + ".."))
                                                .or(resideInAnyPackage(below)))
                                .check(MAIN));
    }

    @Test
    void testEveryClassLivesInOneOfTheLayers() {
        classes()
                .should()
                .resideInAnyPackage(packages(LAYERS.keySet().toArray(new String[0])))
                .check(MAIN);
    }

    @Test
    void testPackagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void testModelAndClientKnowNoFlinkRuntimeType() {
        classes()
                .that(resideInAnyPackage(packages("model", "client")))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("org.apache.flink.."))
                                .or(resideInAPackage("org.apache.flink.annotation.."))
                                .or(resideInAPackage(ROOT + "..")))
                .check(MAIN);
    }

    @Test
    void testFlinksOwnRulesHold() {
        ConnectorRules.CONNECTOR_CLASSES_ONLY_DEPEND_ON_PUBLIC_API.check(MAIN);
        ApiAnnotationRules.ANNOTATED_APIS.check(MAIN);
        ApiAnnotationRules.PUBLIC_API_METHODS_USE_ONLY_PUBLIC_API_TYPES.check(MAIN);
        ApiAnnotationRules.PUBLIC_EVOLVING_API_METHODS_USE_ONLY_PUBLIC_EVOLVING_API_TYPES.check(
                MAIN);
        ApiAnnotationRules.NO_CALLS_TO_VISIBLE_FOR_TESTING_METHODS.check(MAIN);
        TableApiRules.CONFIG_OPTIONS_IN_OPTIONS_CLASSES.check(MAIN);
        TableApiRules.TABLE_FACTORIES_CONTAIN_NO_CONFIG_OPTIONS.check(MAIN);
        TableApiRules.CONNECTOR_OPTIONS_PACKAGE.check(MAIN);
    }

    @Test
    void testOnlyPublicFlinkApiIsUsed() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("org.apache.flink.."))
                                .or(
                                        resideInAnyPackage(
                                                "org.apache.flink.annotation..", ROOT + ".."))
                                .or(annotatedAsPublic()))
                .check(MAIN);
    }

    @Test
    void testEveryPublicTypeSaysHowStableItIs() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith(PublicEvolving.class)
                .orShould()
                .beAnnotatedWith(Internal.class)
                .check(MAIN);
    }

    @Test
    void testConstructorsHaveAtMostSevenParameters() {
        ArchCondition<JavaConstructor> haveAtMostSeven =
                new ArchCondition<>("have at most 7 parameters") {
                    @Override
                    public void check(JavaConstructor constructor, ConditionEvents events) {
                        if (constructor.getParameters().size() > 7) {
                            events.add(
                                    SimpleConditionEvent.violated(
                                            constructor, constructor.getDescription()));
                        }
                    }
                };
        constructors().should(haveAtMostSeven).check(MAIN);
    }

    @Test
    void testNoThreadSleepsNothingIsPrintedAndNoPropertiesAreUsed() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(Properties.class).check(MAIN);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    }

    @Test
    void testARuleThatIsBrokenIsSeen() {
        ArchRule broken = noClasses().should().resideInAPackage(ROOT + ".model");

        org.assertj.core.api.Assertions.assertThat(broken.evaluate(MAIN).hasViolation()).isTrue();
    }

    private static String[] packages(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }

    private static DescribedPredicate<JavaClass> annotatedAsPublic() {
        return DescribedPredicate.describe(
                "annotated, or enclosed in a class annotated, @Public or @PublicEvolving",
                type -> {
                    JavaClass at = type.getBaseComponentType();
                    while (true) {
                        if (at.isAnnotatedWith(Public.class)
                                || at.isAnnotatedWith(PublicEvolving.class)) {
                            return true;
                        }
                        if (at.getEnclosingClass().isEmpty()) {
                            return false;
                        }
                        at = at.getEnclosingClass().get();
                    }
                });
    }
}
