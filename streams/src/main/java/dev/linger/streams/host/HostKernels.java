// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.RawRecord;
import dev.linger.streams.StreamsCounters;
import dev.linger.streams.StreamsCounters.Counter;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the two latest kernel snapshots of every host; forwards only what it refuses. */
public final class HostKernels extends ContextualProcessor<byte[], byte[], String, DeadLetter> {
    static final JsonCodec<HostKernel> CODEC = new JsonCodec<>(HostKernel.class);

    private final String storeName;
    private final StreamsCounters counters;
    private KeyValueStore<String, HostKernel> store;

    /** Works on the store of this name. */
    @SuppressWarnings("NullAway.Init") // set by init
    public HostKernels(String storeName, StreamsCounters counters) {
        this.storeName = storeName;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, DeadLetter> context) {
        super.init(context);
        store = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<byte[], byte[]> kafkaRecord) {
        counters.count(Counter.KERNELS_READ);
        RawRecord raw = new RawRecord(context().recordMetadata().orElseThrow(), kafkaRecord);
        try {
            KernelSnapshot snapshot = raw.decode(Topics.KERNEL_SNAPSHOTS.codec());
            raw.check(snapshot.host(), snapshot.observedAt());
            HostKernel known = store.get(snapshot.host());
            store.put(
                    snapshot.host(),
                    known == null ? new HostKernel(snapshot, null) : known.plus(snapshot));
        } catch (MalformedRecordException fault) {
            counters.countDeadLetter(fault.reason());
            DeadLetter letter = raw.refuse(fault);
            context().forward(new Record<>(letter.key(), letter, kafkaRecord.timestamp()));
        }
    }
}
