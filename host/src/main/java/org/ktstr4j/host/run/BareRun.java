// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ktstr4j.host.judge.Evidence;
import org.ktstr4j.host.link.OrderHead;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.json.Json;
import org.ktstr4j.plan.Order;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.record.Records;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// The runner of a `.run` file, below the root directory that `kt enter` made of it: the same `kt init`, agent and
/// order as in a guest, on the kernel that is there. The window is a file.
public final class BareRun {
    private static final Path WINDOW = Path.of("/run/ktstr/window");
    private static final Path ARGV = Path.of("/run/ktstr/agent.argv");
    private static final Path ORDER = Path.of("/", Order.FILE);
    private static final long WINDOW_BYTES = 64L << 20;
    private static final long POLL_MS = 10;
    private static final long STOP_WITHIN_S = 8;
    private static final long INIT_WITHIN_S = 5;
    private static final long SPARE_S = 60;
    private static final Evidence.Ending STOPPED = new Evidence.Ending(Evidence.Kind.INTERRUPTED, "by a signal", null);

    private final BareOptions options;
    private final Order order;
    private final RunDirectory directory;
    private final AttachedMark attached = AttachedMark.ofMachine();
    private final Forward forward = new Forward(new Terminal());
    private final Moments moments = new Moments();
    private volatile boolean stopped;

    private BareRun(BareOptions options, Order order, RunDirectory directory) {
        this.options = options;
        this.order = order;
        this.directory = directory;
    }

    /// Runs the test that this file is for, and ends with the exit code of its verdict.
    ///
    /// @param args as the script gives them, see [BareOptions]
    /// @throws IOException if the results cannot be written
    public static void main(String[] args) throws IOException {
        BareOptions options = BareOptions.parse(args);
        Order order = Order.fromJson(Files.readString(ORDER))
                .with(options.duration().toNanos(), options.watchdog().toMillis());
        String name = order.test().className() + "." + order.test().methodName();
        if (!options.test().equals(name)) {
            throw new IllegalArgumentException(
                    "run \"%s\": this file holds \"%s\" and no other".formatted(options.test(), name));
        }
        Files.writeString(ORDER, order.toJson());
        int code;
        CountDownLatch over = new CountDownLatch(1);
        try (RunDirectory directory = RunDirectory.at(options.results())) {
            BareRun run = new BareRun(options, order, directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run.stop(over)));
            code = run.run();
        } finally {
            over.countDown();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    // A signal: the run is judged as far as it came, and its result is there before this process is gone. The thread
    // that records is told, not interrupted: that would close the file which it is writing.
    private void stop(CountDownLatch over) {
        stopped = true;
        try {
            if (!over.await(STOP_WITHIN_S, TimeUnit.SECONDS)) System.err.println("ktstr: could not stop in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run() throws IOException {
        directory.write(Sidecar.FILE, Sidecar.open(order.test()).toJson());
        directory.write("environment.json", Json.text(options.environment()));
        Evidence evidence = execute();
        if (!options.duration().isZero()
                && evidence.history().all(LogRecord.ScenarioBegan.class).isEmpty()) {
            System.err.println("ktstr: --duration changed nothing: the test ran no scenario");
        }
        Finished finished = new Conclusion(
                        order.test(), machine(), moments, order.seed(), "bare metal: the clock is the machine's")
                .write(evidence, directory);
        System.out.flush();
        System.err.println("ktstr: " + finished.verdict().label() + ": "
                + order.test().display()
                + Sidecar.read(directory.path()).why().map(why -> "\n" + why).orElse(""));
        return finished.verdict().exitCode();
    }

    private Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("kernel", options.environment().get("kernel"));
        machine.put("topology", order.topology());
        machine.put("accel", "bare metal");
        if (!options.duration().isZero())
            machine.put("duration", options.duration().toSeconds() + " s");
        if (!options.watchdog().isZero())
            machine.put("watchdog", options.watchdog().toSeconds() + " s");
        return machine;
    }

    private Evidence execute() throws IOException {
        try (Arena arena = Arena.ofShared();
                FileChannel file = FileChannel.open(
                        WINDOW, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Window window = new Window(file.map(FileChannel.MapMode.READ_WRITE, 0, WINDOW_BYTES, arena));
            window.open();
            publish(window);
            List<String> argv = Files.readAllLines(Path.of("/opt/ktstr/agent.argv"));
            argv.addAll(List.of("--cgroup", options.cgroup(), "--topology", "given"));
            Files.writeString(ARGV, String.join("\n", argv) + "\n");
            Process init = init();
            Evidence.Ending ending = watch(init, window);
            take(window);
            forward.end();
            History history = withDamage(window);
            // `kt init` hears what a terminal sends as well, and may be quicker.
            if (history.last(LogRecord.End.class).filter(BareRun::byASignal).isPresent()) ending = STOPPED;
            return new Evidence(history, ending, window.droppedRecords(), window.droppedBytes());
        }
    }

    private static boolean byASignal(LogRecord.End end) {
        return end.reason().equals("stopped");
    }

    private History withDamage(Window window) {
        History history = History.read(directory.log());
        String damage = window.damage();
        return damage == null ? history : new History(history.records(), damage);
    }

    // The archive was unpacked by the script: the order brings an empty one.
    private void publish(Window window) throws IOException {
        byte[] archive = org.ktstr4j.host.image.Newc.empty();
        window.archive().write(archive);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(archive);
        OrderHead head =
                new OrderHead(options.timeout().toNanos(), order.seed(), 0, new byte[Layout.ORDER_ENTROPY_SIZE]);
        window.publish(archive.length, (int) crc.getValue(), head);
    }

    private static Process init() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/kt", "init", "--no-mounts", "--window", WINDOW.toString(), "--agent", ARGV.toString())
                .inheritIO();
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", "/");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("TERM", "linux");
        return builder.start();
    }

    private Evidence.Ending watch(Process init, Window window) {
        long giveUpNs =
                System.nanoTime() + options.timeout().plusSeconds(SPARE_S).toNanos();
        try {
            while (!init.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                take(window);
                if (stopped) {
                    init.destroy(); // SIGTERM: it stops what it started, and ends
                    init.waitFor(INIT_WITHIN_S, TimeUnit.SECONDS);
                    return STOPPED;
                }
                if (System.nanoTime() > giveUpNs) {
                    init.destroyForcibly().waitFor();
                    return new Evidence.Ending(
                            Evidence.Kind.HANG, "no end %d s after its limit".formatted(SPARE_S), null);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        return window.state() == GuestState.DONE
                ? new Evidence.Ending(Evidence.Kind.DONE, "", null)
                : new Evidence.Ending(
                        Evidence.Kind.POWER_OFF, "kt init ended with code %d".formatted(init.exitValue()), null);
    }

    private void take(Window window) {
        for (Frame frame : window.frames()) {
            directory.append(frame);
            LogRecord record = Records.read(frame);
            forward.take(record);
            attached.take(record);
            if (record instanceof LogRecord.Taken) moments.reached("boot");
        }
    }

    /// Where the body's text goes.
    private static final class Terminal implements Progress {
        @Override
        public void stage(Stage stage, String what) {}

        @Override
        public void text(boolean error, byte[] bytes) {
            (error ? System.err : System.out).write(bytes, 0, bytes.length);
            (error ? System.err : System.out).flush();
        }
    }
}
