// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

/// Reports of `kt work` for tests.
public final class Reports {
    /// A report of `kt work`, made by hand in its form.
    public static final String BY_HAND = """
            {"group":"a","type":"Bursty","atNs":2000000000,
            "blocked":{"count":2,"sum":300,"max":200,"buckets":[96,1,128,1]},
            "wake":{"count":1,"sum":40,"max":40,"buckets":[40,1]},
            "gap":{"count":0,"sum":0,"max":0,"buckets":[]},
            "workers":[[71,"stopped",1000000000,2000000000,50,40,500000000,500100000,100000000,60,50,10,3,7000000,
            1500000000,1,[0,400000000,1,100000000],[]],
            [72,"running",1000000000,2000000000,60,40,-1,250000000,-1,-1,-1,-1,0,0,0,-1,[],[0,12,1,4]]]}""";

    private Reports() {}
}
