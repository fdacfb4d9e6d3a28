namespace BloxOs.Data.Migrations;

/// <summary>Text of a database that goes into a message of one line.</summary>
internal static class OneLine
{
    public static string Of(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
