using BloxOs.Agent.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Diagnostics;

public sealed class AgentLogTests : IDisposable
{
    readonly StringWriter _text = new();
    readonly FakeTimeProvider _time = new();

    public void Dispose() => _text.Dispose();

    int Lines => _text.ToString().Count(c => c == '\n');

    [Fact]
    public void A_topic_is_warned_of_once_a_minute()
    {
        var log = new AgentLog(_text, _time);
        log.WarnSeldom("disk", "full");
        log.WarnSeldom("disk", "full");
        Assert.Equal(1, Lines);
        _time.Advance(TimeSpan.FromMinutes(1));
        log.WarnSeldom("disk", "full");
        Assert.Equal(2, Lines);
    }

    [Fact]
    public void What_is_remembered_of_topics_is_bounded_for_ever()
    {
        var log = new AgentLog(_text, _time);
        for (int i = 0; i < 100_000; i++)
        {
            log.WarnSeldom($"topic {i}", "x");
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.InRange(log.Topics, 1, AgentLog.MaximumTopics);
        }
        // A flood is left out, not written.
        Assert.InRange(Lines, AgentLog.MaximumTopics, 100_000 / 2);
        _time.Advance(TimeSpan.FromMinutes(2));
        int before = Lines;
        log.WarnSeldom("another", "x");
        Assert.Equal(before + 1, Lines);
    }
}
