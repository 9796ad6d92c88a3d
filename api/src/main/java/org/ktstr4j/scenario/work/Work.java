// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A kind of work. Its name is that of the record, its parameters those of `kt work --list`; the loop is
/// in a file of its own in `native/src/work/types`.
public sealed interface Work permits Compute, Wakes, Churn, Io, Program {
    /// {@return the name of the kind}
    default String name() {
        return getClass().getSimpleName();
    }

    /// {@return how many workers belong together; their number must be a multiple of it}
    default int team() {
        return 1;
    }

    /// {@return whether all workers of a team do the same, so that they can be compared with each other}
    default boolean alike() {
        return switch (this) {
            case Wakes.FutexFanOut ignored -> false;
            case Wakes.FanOutCompute ignored -> false;
            case Wakes.ThunderingHerd ignored -> false;
            case Wakes.EpollStorm ignored -> false;
            case Wakes.AsymmetricWaker ignored -> false;
            case Wakes.PriorityInversion ignored -> false;
            case Wakes.ProducerConsumerImbalance ignored -> false;
            case Wakes.PreemptStorm ignored -> false;
            case Wakes.RtStarvation ignored -> false;
            default -> true;
        };
    }

    /// {@return whether its workers must be processes}
    default boolean processOnly() {
        return false;
    }

    /// {@return what is wrong with its parameters; empty if nothing is}
    default Optional<String> problem() {
        for (Map.Entry<String, Object> each : parameters().entrySet()) {
            if (each.getValue() instanceof Long value && value < 0) {
                return Optional.of("%s of %s is %d: not below 0".formatted(each.getKey(), name(), value));
            }
        }
        return Optional.empty();
    }

    /// {@return its parameters as `kt work` takes them: durations in ns, booleans as 0 and 1, texts under
    /// `text`}
    default Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (RecordComponent each : getClass().getRecordComponents()) {
            Object value;
            try {
                value = each.getAccessor().invoke(this);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            String name = snake(each.getName());
            switch (value) {
                case Duration duration -> parameters.put(name + "_ns", duration.toNanos());
                case Boolean flag -> parameters.put(name, flag ? 1L : 0L);
                case Wakes.SchedClass word -> parameters.put(name, (long) word.number());
                case Number number -> parameters.put(name, number.longValue());
                default -> parameters.put("text", value.toString());
            }
        }
        return parameters;
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (Character.isUpperCase(each)) snake.append('_');
            snake.append(Character.toLowerCase(each));
        }
        return snake.toString();
    }
}
