using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Wire;

namespace BloxOs.RigSim.Agents;

/// <summary>What goes wrong with a message.</summary>
internal enum MessageFault
{
    None,
    Drop,
    Delay,
    Duplicate,
    Garbage,
    HalfOpen,
}

/// <summary>Throws the faults of one rig, apart from the dice of its readings, which stay the same with and without faults.</summary>
internal sealed class FaultDice
{
    static readonly (byte Opcode, byte[] Payload)[] Rubbish =
    [
        (Opcode.Text, "{\"type\":\"stats\",\"sequence\":"u8.ToArray()),
        (Opcode.Text, "not json at all"u8.ToArray()),
        (Opcode.Text, [0x7B, 0xFF, 0xFE, 0xC0, 0x7D]),
        (Opcode.Text, "[[[[[[[[[[[[1]]]]]]]]]]]]"u8.ToArray()),
        (Opcode.Binary, [0, 1, 2, 3]),
        (3, [1, 2, 3]),
        (Opcode.Text, [.. Enumerable.Repeat((byte)'x', ProtocolLimits.MessageBytes + 1)]),
    ];

    readonly FaultOptions options;
    readonly bool anyMessageFault;
    Dice dice;

    public FaultDice(FaultOptions options, int seed, int rig)
    {
        this.options = options;
        dice = Dice.Of(seed, rig, 4);
        anyMessageFault = options.Drop + options.Delay + options.Duplicate + options.Garbage + options.HalfOpen > 0;
        Skew = dice.Happens(options.SkewedRigs) ? options.ClockSkew * (dice.Happens(0.5) ? 1 : -1) : TimeSpan.Zero;
    }

    /// <summary>How far this rig's clock is off.</summary>
    public TimeSpan Skew { get; }

    /// <summary>The fate of the next message.</summary>
    public MessageFault Next()
    {
        if (!anyMessageFault) { return MessageFault.None; }
        double thrown = dice.Unit();
        if ((thrown -= options.Drop) < 0) { return MessageFault.Drop; }
        if ((thrown -= options.Delay) < 0) { return MessageFault.Delay; }
        if ((thrown -= options.Duplicate) < 0) { return MessageFault.Duplicate; }
        if ((thrown -= options.Garbage) < 0) { return MessageFault.Garbage; }
        return thrown - options.HalfOpen < 0 ? MessageFault.HalfOpen : MessageFault.None;
    }

    /// <summary>How long a delayed message waits.</summary>
    public TimeSpan Delay() => options.LongestDelay * dice.Unit();

    /// <summary>A frame that no agent may send.</summary>
    public (byte Opcode, byte[] Payload) Garbage() => dice.Any(Rubbish);

    /// <summary>The card that is lost with this sample; -1 for none.</summary>
    public int LostCard(int cards) => cards > 0 && dice.Happens(options.GpuLoss) ? dice.Below(cards) : -1;

    /// <summary>A number from 0 to 1 for the spread of starts and reconnects.</summary>
    public double Unit() => dice.Unit();
}
