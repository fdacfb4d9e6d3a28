using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Grains.Tests.Rigs;

/// <summary>Samples in the journal, damaged: the packer must get on whatever they are.</summary>
public sealed class SampleFormatFuzzTests
{
    /// <summary>64 KiB of the worst bytes, as readings.</summary>
    const long MostBytes = 64L << 20;

    [Fact]
    public void Stored_samples_are_read_or_refused_and_nothing_else()
    {
        var values = new SampleValues();
        var format = new SampleFormat();
        ParserFuzz.RunBytes([.. Seeds().SelectMany(Damaged)], bytes =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            values.Clear();
            try { format.Read(bytes, values); }
            catch (InvalidDataException) { }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
            Assert.All(values.Values, value =>
            {
                Assert.InRange(value.Gpu, 0, SeriesId.WholeRig);
                Assert.InRange(value.Work, 0, values.Works.Count);
            });
        });
    }

    static IEnumerable<byte[]> Seeds()
    {
        var work = new WorkReading { Instance = 2, Miner = "lolminer", Version = "1.98", Algorithm = "ethash", Coin = "ETC", Pool = "pool:4444", Hashrate = 45e6, Gpus = [new() { Index = 1, Hashrate = 45e6, Shares = new() { Accepted = 7 } }] };
        yield return SampleEncoding.Encode(new() { UptimeSeconds = 7, CpuCelsius = 52, Gpus = [new() { Index = 0, CoreCelsius = 61, PowerWatts = 118.4f }, new() { Index = 1, Fault = "lost" }], Work = [work] });
        yield return SampleEncoding.Encode(new() { Gpus = [.. Enumerable.Range(0, 64).Select(i => new GpuReading { Index = (byte)i, CoreCelsius = (short)i })], Work = [.. Enumerable.Repeat(work, 8)], Events = [new() { Kind = "kernel", Text = "Xid 79" }] });
        yield return Convert.FromHexString("02007B000000C0FF0000C0FF0000C0FF01020079000000000000000000C0FF0000C0FF0000000000009F0101010B542D526578000D6B6177706F7700000000000000389C7C4109000000000019914E");
    }

    static IEnumerable<byte[]> Damaged(byte[] good)
    {
        yield return good;
        for (int i = 0; i < good.Length; i += 1 + (good.Length / 100))
        {
            yield return good[..i];
            byte[] turned = [.. good];
            turned[i] ^= (byte)(1 << (i % 8));
            yield return turned;
        }
    }
}
