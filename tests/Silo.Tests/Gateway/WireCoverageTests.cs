using System.Globalization;
using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>The reader knows the wire by name: a member added to the protocol and forgotten in the reader fails here.</summary>
public sealed class WireCoverageTests
{
    [Fact]
    public void Every_member_of_a_sample_arrives_under_its_name()
    {
        int last = 0;
        var given = new List<(string Member, object Value)>();
        var stats = (Stats)Fill(typeof(Stats), ref last, given) with { At = Samples.Now.ToUnixTimeMilliseconds() };
        var read = Leaves.Of(Assert.Single(Samples.Read(Encoding.UTF8.GetString(ProtocolJson.ToUtf8(stats))).Samples));

        Assert.InRange(given.Count, 38, ProtocolLimits.Gpus);   // all distinct, and each a possible percentage or index
        foreach (var (member, value) in given.Where(g => g.Member is not ("Stats.At" or "RigEvent.At")))
        {
            string path = Assert.Single(read, leaf => Same(leaf.Value, value)).Path;
            string name = member[(member.LastIndexOf('.') + 1)..];
            Assert.True(path.EndsWith(name, StringComparison.Ordinal) || (member, path) == ("CpuStats.PowerWatts", ".CpuWatts"), $"{member} arrived as {path}");
        }
        Assert.Contains((".At", (object)Samples.Now), read);
    }

    [Fact]
    public void What_is_read_is_what_is_stored()
    {
        int last = 0;
        var stats = (Stats)Fill(typeof(Stats), ref last, []);
        var read = Samples.Read(Encoding.UTF8.GetString(ProtocolJson.ToUtf8(stats))).Samples[0];
        Assert.Equal(Leaves.Of(read), Leaves.Of(RigSample.Of(read).Read()));
    }

    static object Fill(Type type, ref int last, List<(string, object)> given)
    {
        object made = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            var wanted = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object value;
            if (wanted == typeof(string)) { value = "text " + ++last; }
            else if (wanted.IsPrimitive) { value = Convert.ChangeType(++last, wanted, CultureInfo.InvariantCulture); }
            else if (wanted.IsGenericType)
            {
                var list = Array.CreateInstance(wanted.GenericTypeArguments[0], 1);
                list.SetValue(Fill(wanted.GenericTypeArguments[0], ref last, given), 0);
                property.SetValue(made, list);
                continue;
            }
            else
            {
                property.SetValue(made, Fill(wanted, ref last, given));
                continue;
            }
            property.SetValue(made, value);
            given.Add(($"{type.Name}.{property.Name}", value));
        }
        return made;
    }

    static bool Same(object read, object given) => given is string
        ? given.Equals(read)
        : read is not (string or bool or DateTimeOffset) && Convert.ToDouble(read, CultureInfo.InvariantCulture) == Convert.ToDouble(given, CultureInfo.InvariantCulture);
}
