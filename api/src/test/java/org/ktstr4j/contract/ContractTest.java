// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The contract of payloads, on plain processes of this host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private final KtHost host = KtHost.start();

    @AfterAll
    void stop() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> every_rule_holds() {
        return ContractTable.rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> row.check(host)));
    }

    @Test
    void the_table_is_not_empty() {
        List<Contract.Row> rows = ContractTable.rows();

        assertTrue(rows.size() >= 45, "only " + rows.size() + " rows");
        assertTrue(rows.stream().filter(Contract.Row::needsHost).count() <= 2);
    }
}
