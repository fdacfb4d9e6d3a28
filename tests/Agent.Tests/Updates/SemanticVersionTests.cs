using BloxOs.Agent.Updates;

namespace BloxOs.Agent.Tests.Updates;

public sealed class SemanticVersionTests
{
    /// <summary>Each is older than the next: the example of Semantic Versioning 2.0.0 §11.4, and what agents are called.</summary>
    static readonly string[] Order =
    [
        "0.2.9", "0.3.0-rc1", "0.3.0-rc2", "0.3.0", "0.3.1", "0.10.0", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
        "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.1", "2", "2.0.1",
    ];

    [Fact]
    public void Comes_before_and_after_as_the_standard_says()
    {
        for (int i = 0; i < Order.Length; i++)
        {
            Assert.True(SemanticVersion.IsValid(Order[i]), Order[i]);
            for (int j = 0; j < Order.Length; j++) { Assert.True(Math.Sign(SemanticVersion.Compare(Order[i], Order[j])) == Math.Sign(i.CompareTo(j)), $"{Order[i]} and {Order[j]}"); }
        }
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3+build.7")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1.2.3-rc.1+a", "1.2.3-rc.1+b")]
    public void Build_parts_and_left_out_zeros_count_for_nothing(string one, string other) => Assert.Equal(0, SemanticVersion.Compare(one, other));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("1.2.3.4")]
    [InlineData("1..2")]
    [InlineData("-1.2.3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3-a b")]
    [InlineData("1.2.99999999999")]
    [InlineData("1.2.3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_none_is_none(string text) => Assert.False(SemanticVersion.IsValid(text));
}
