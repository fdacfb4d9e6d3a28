using BloxOs.Data.Audit;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Tests.Audit;

public sealed class AuditExportTests
{
    [Theory]
    [Trait("check", "39")]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a\"b,c", "\"a\"\"b,c\"")]
    [InlineData("oak-07", "\"oak-07\"")]
    [InlineData("", "\"\"")]
    public void A_field_of_a_spreadsheet_is_text_and_no_formula(string text, string field) => Assert.Equal(field, AuditExport.Field(text));

    [Theory]
    [InlineData("user.sign-in", "Signed in")]
    [InlineData("user.sign-in.failed", "Sign-in refused")]
    [InlineData("farm.rename.failed", "Farm: rename, not done")]
    [InlineData("flight-sheet.save", "Flight sheet: save")]
    [InlineData("x", "X")]
    [InlineData("", "")]
    public void An_action_is_said_in_words(string action, string title) => Assert.Equal(title, AuditWords.Title(action));

    [Fact]
    public void A_change_is_readable_and_a_secret_is_only_named()
    {
        Assert.Equal("name: oak → pine", AuditWords.Text(new AuditChange("name", "oak", "pine")));
        Assert.Equal("password", AuditWords.Text(new AuditChange("password", null, null)));
        Assert.Equal("tag: x → –", AuditWords.Text(new AuditChange("tag", "x", null)));
    }
}
