using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Tests.Farms;

[Collection<SharedSilos>]
public sealed class FarmSettingsTests(TwoSilos silos)
{
    static readonly FarmSettings Good = new() { Name = "Farm", PricePerKilowattHour = 0.2875m, Currency = "EUR", TimeZone = "Europe/Berlin", Tags = ["a", " A ", "", "b c"] };

    [Fact, Trait("bad-input", "96")]
    public async Task Settings_are_saved_and_a_stale_save_is_a_conflict_that_changes_nothing()
    {
        var farm = await silos.AddFarmAsync();
        Assert.Equal(new() { Name = "Farm", TimeZone = "Etc/UTC", Tags = default, Heat = default }, (await farm.GetSettings())! with { Tags = default, Heat = default });
        Assert.Equal(ChangeResult.Done(1), await farm.ChangeSettings(Good));
        Assert.Equal(ChangeResult.Changed(1), await farm.ChangeSettings(Good with { Name = "Second tab" }));
        await silos.Cluster.DeactivateAsync(farm);
        var saved = (await farm.GetSettings())!;
        Assert.Equal(["a", "b c"], saved.Tags.AsEnumerable());
        Assert.Equal(Good with { Version = 1, Tags = default, Heat = default }, saved with { Tags = default, Heat = default });
        Assert.Equal(saved.Name, (await farm.GetView())!.Settings!.Name);
    }

    [Fact]
    public async Task What_is_not_allowed_is_refused_and_changes_nothing()
    {
        var farm = await silos.AddFarmAsync();
        foreach (var bad in (FarmSettings[])
        [
            Good with { Name = " " },
            Good with { Name = "a\u202Eb" },
            Good with { PricePerKilowattHour = 0 },
            Good with { PricePerKilowattHour = -1 },
            Good with { PricePerKilowattHour = FarmSettings.MaxPrice + 1 },
            Good with { PricePerKilowattHour = 0.1234567m },
            Good with { Currency = null },
            Good with { Currency = "eur" },
            Good with { Currency = "XXX" },
            Good with { TimeZone = "Mars/Olympus" },
            Good with { TimeZone = "../../etc/passwd" },
            Good with { TimeZone = "W. Europe Standard Time" },
            Good with { TimeZone = "" },
            Good with { Tags = ["a,b"] },
            Good with { Heat = [HeatRule.Default with { Core = new(70, 60, 80) }] },
            Good with { Heat = [HeatRule.Default with { Memory = new(80, 90, 131) }] },
            Good with { Heat = [HeatRule.Default with { StoppedFanCore = 29 }] },
            Good with { Heat = [HeatRule.Default with { Accepted = new(95, 97, 99) }] },
            Good with { Heat = [HeatRule.Default with { Accepted = new(100.1m, 97, 95) }] },
            Good with { Heat = [HeatRule.Default with { Accepted = new(99, 97, 49) }] },
            Good with { Heat = [HeatRule.Default with { Accepted = new(99, 97, 95.25m) }] },
            Good with { Heat = [HeatRule.Default with { Model = "a\u202Eb" }] },
            Good with { Heat = [HeatRule.Default with { Model = "3080" }, HeatRule.Default with { Model = " 3080" }] },
            Good with { Heat = [.. Enumerable.Range(0, HeatRule.MaxCount + 1).Select(i => HeatRule.Default with { Model = $"m{i}" })] },
            Good with { Tags = [new('x', 33)] },
            Good with { Tags = [.. Enumerable.Range(0, 21).Select(i => $"t{i}")] },
        ])
        {
            var result = await farm.ChangeSettings(bad);
            Assert.Equal(ChangeOutcome.Refused, result.Outcome);
            Assert.EndsWith(".", result.Reason);
        }
        Assert.Equal(0, (await farm.GetSettings())!.Version);
    }
}
