using BloxOs.Grains.Commands;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Display;

/// <summary>A command as a line of a rig's history.</summary>
internal sealed record CommandRow(string Id, string Href, string Title, string State, string StateCss, string OrderedBy, DateTimeOffset CreatedAt, string? Note, string? Output, bool Cut, bool CanCancel, string? OutputHref)
{
    /// <summary>What it said is shown without a click.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The line of a command at a moment.</summary>
    public static CommandRow Of(string rigId, RigCommand command, DateTimeOffset now) => new(
        command.CommandId, $"/rigs/{rigId}/commands#{DomId.Command(command.CommandId)}", CommandWords.Title(command), CommandWords.Title(command.Phase), CommandWords.Css(command.Phase),
        command.OrderedBy, command.CreatedAt, NoteOf(command, now), command.Output, command.Cut, command.Phase == CommandPhase.Queued,
        command.OutputLeftOut ? $"/rigs/{rigId}/commands?output={command.CommandId}#{DomId.Command(command.CommandId)}" : null);

    static string? NoteOf(RigCommand command, DateTimeOffset now) => command switch
    {
        { Phase: CommandPhase.Queued } => $"for {TimeText.Span(command.NotAfter - now)} more",
        { EndedAt: { } ended, SentAt: { } sent } when command.Phase is CommandPhase.Ok or CommandPhase.Failed => "after " + Took(ended - sent),
        _ => null,
    };

    static string Took(TimeSpan time) => time.TotalSeconds < 10 ? NumberText.Decimal(Math.Max(0, time.TotalSeconds)) + NumberText.Firm + "s" : TimeText.Span(time);
}
