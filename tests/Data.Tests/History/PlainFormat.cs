using System.Globalization;
using System.Text;
using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>Samples as text, so that a test says what it stores: <c>CoreCelsius/gpu=61; WorkHashrate@miner:algorithm=45000000; GpuAccepted/0@miner:algorithm#2=7</c>.</summary>
internal sealed class PlainFormat : ISampleFormat
{
    public static byte[] Of(string readings) => Encoding.UTF8.GetBytes(readings);

    public void Read(ReadOnlySpan<byte> payload, SampleValues values)
    {
        string text = Encoding.UTF8.GetString(payload);
        var works = new Dictionary<string, int>();
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var name, var number]) { throw new InvalidDataException(part); }
            Read(name, double.Parse(number, CultureInfo.InvariantCulture), values, works);
        }
    }

    static void Read(string name, double number, SampleValues values, Dictionary<string, int> works)
    {
        string work = name.Contains('@') ? name[(name.IndexOf('@') + 1)..] : "";
        if (work.Length > 0 && !works.ContainsKey(work)) { works[work] = values.AddWork(Label(work)); }
        string[] metric = name.Split('@')[0].Split('/');
        var which = Enum.Parse<HistoryMetric>(metric[0]);
        int gpu = metric.Length > 1 ? int.Parse(metric[1], CultureInfo.InvariantCulture) : -1;
        if (work.Length > 0 && gpu >= 0) { values.AddGpuWork(which, works[work], gpu, number); }
        else if (work.Length > 0) { values.AddWork(which, works[work], number); }
        else if (gpu >= 0) { values.AddGpu(which, gpu, number); }
        else { values.Add(which, number); }
    }

    static WorkLabel Label(string work)
    {
        string[] parts = work.Split('#');
        string[] names = parts[0].Split(':');
        return new(parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0, names[0], names.Length > 2 ? names[2] : null, names[1], null, null);
    }
}
