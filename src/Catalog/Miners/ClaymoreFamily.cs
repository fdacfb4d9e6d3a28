using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Claymore's miners and others that speak their remote API.</summary>
public abstract class ClaymoreFamily : MinerDescriptor
{
    /// <inheritdoc/>
    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    /// <inheritdoc/>
    public override int? DefaultApiPort => 3333;

    /// <inheritdoc/>
    public override bool ApiIsGuarded => true;

    /// <inheritdoc/>
    public override bool NumbersByBus => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => ClaymoreProtocol.Requests(api.Token);

    /// <inheritdoc/>
    protected override MinerReading? ReadAnswers(MinerReplies replies) => ClaymoreProtocol.Read(replies);
}
