using BloxOs.Catalog.Algorithms;

namespace BloxOs.Catalog.Tests.Algorithms;

public sealed class HashrateTextTests
{
    [Theory]
    [InlineData("kawpow", 46.1e6, "46.1", "MH/s")]
    [InlineData("kawpow", 359.02e6, "359.0", "MH/s")]
    [InlineData("kawpow", 1.9749e9, "1.97", "GH/s")]
    [InlineData("autolykos2", 10.93e9, "10.93", "GH/s")]
    [InlineData("autolykos2", 112.34e9, "112.3", "GH/s")]
    [InlineData("kheavyhash", 8.2e9, "8.20", "GH/s")]
    [InlineData("kheavyhash", 91.2e6, "91.2", "MH/s")]
    [InlineData("randomx", 19_600, "19.6", "kH/s")]
    [InlineData("randomx", 58_000, "58.0", "kH/s")]
    [InlineData("equihash125_4", 613.6, "613.6", "Sol/s")]
    [InlineData("equihash125_4", 1_805, "1.81", "kSol/s")]
    [InlineData("cuckatoo32", 0.41, "0.410", "g/s")]
    [InlineData("something-new", 1_805, "1.81", "kH/s")]
    [InlineData("qubic", 421.7, "421.7", "it/s")]
    [InlineData("qubic", 1_805, "1.81", "kit/s")]
    [InlineData("etchash", 61.3e6, "61.3", "MH/s")]
    [InlineData("karlsenhash", 2.05e9, "2.05", "GH/s")]
    [InlineData("ghostrider", 3_400, "3.40", "kH/s")]
    [InlineData("randomx", 80, "80.0", "H/s")]
    [InlineData("beamhash3", 31.5, "31.5", "Sol/s")]
    [InlineData("cuckatoo31", 1.42, "1.42", "g/s")]
    [InlineData("cuckaroo29", 7.5, "7.50", "g/s")]
    [InlineData("cuckaroom29", 7.5, "7.50", "g/s")]
    [InlineData("cuckoocycle", 7.5, "7.50", "g/s")]
    [InlineData("c30ctx", 7.5, "7.50", "g/s")]
    [InlineData("equihash", 420_000, "420.0", "kSol/s")]
    [InlineData("equihash96_5", 25_300, "25.30", "kSol/s")]
    [InlineData("Equihash200_9", 320, "320.0", "Sol/s")]
    [InlineData("equi150_5", 20, "20.0", "Sol/s")]
    [InlineData("150,5", 20, "20.0", "Sol/s")]
    [InlineData("zhash", 60, "60.0", "Sol/s")]
    [InlineData("beamhash2", 30, "30.0", "Sol/s")]
    [InlineData("equix", 800, "800.0", "H/s")]
    [InlineData("c11", 800, "800.0", "H/s")]
    [InlineData("cn/29", 800, "800.0", "H/s")]
    public void Speeds_are_written_in_the_family_of_their_algorithm(string algorithm, double speed, string number, string unit)
        => Assert.Equal(new HashrateText(number, unit), HashrateText.Of(speed, AlgorithmCatalog.Get(algorithm)));

    [Theory]
    [InlineData(999.94e6, "999.9", "MH/s")]
    [InlineData(999.96e6, "1.00", "GH/s")]
    [InlineData(99.996e6, "100.0", "MH/s")]
    [InlineData(9.996e6, "10.0", "MH/s")]
    [InlineData(0.99996e6, "1.00", "MH/s")]
    public void Rounding_never_leaves_a_number_in_the_wrong_scale(double speed, string number, string unit)
        => Assert.Equal(new HashrateText(number, unit), HashrateText.Of(speed, AlgorithmCatalog.Get("kawpow")));

    [Theory]
    [InlineData(0d)]
    [InlineData(-5e6)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_speed_is_nothing_in_the_usual_unit(double speed)
        => Assert.Equal(new HashrateText("0.0", "MH/s"), HashrateText.Of(speed, AlgorithmCatalog.Get("kawpow")));

    [Fact]
    public void A_trickle_is_not_written_as_zero()
    {
        Assert.Equal("<0.001", HashrateText.Of(1e-9, AlgorithmCatalog.Get("cuckatoo32")).Number);
        Assert.Equal("<.01", HashrateText.InCell(1, AlgorithmCatalog.Get("kawpow")));
    }

    [Fact]
    public void Beyond_the_last_prefix_thousands_are_parted_by_a_narrow_space()
        => Assert.Equal(new HashrateText("1\u202f805", "EH/s"), HashrateText.Of(1805e18, AlgorithmCatalog.Get("kheavyhash")));

    [Theory]
    [InlineData(46.1e6, "46.1")]
    [InlineData(127.3e6, "127")]
    [InlineData(99.97e6, "100")]
    [InlineData(4.2e6, "4.20")]
    [InlineData(0d, "0.0")]
    public void A_cell_holds_the_bare_number(double speed, string expected)
        => Assert.Equal(expected, HashrateText.InCell(speed, AlgorithmCatalog.Get("kawpow")));

    [Theory]
    [InlineData("kawpow", 359e6, 1805, "199", "kH/W")]
    [InlineData("autolykos2", 1.07e9, 1016, "1.05", "MH/W")]
    [InlineData("randomx", 19_600, 148, "132", "H/W")]
    [InlineData("equihash125_4", 307, 688, "0.45", "Sol/W")]
    [InlineData("kawpow", 0, 188, "0", "H/W")]
    public void Speed_per_watt_has_three_digits(string algorithm, double speed, double watts, string number, string unit)
        => Assert.Equal(new HashrateText(number, unit), HashrateText.PerWatt(speed, watts, AlgorithmCatalog.Get(algorithm)));

    [Theory]
    [InlineData(0d)]
    [InlineData(-3d)]
    [InlineData(double.NaN)]
    public void Without_power_there_is_no_efficiency(double watts)
        => Assert.Null(HashrateText.PerWatt(1e6, watts, AlgorithmCatalog.Get("kawpow")));
}
